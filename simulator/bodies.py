"""The body of a request, in the three dresses that the Bot API accepts."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from simulator import rulebook as rules
from simulator.calls import Upload
from simulator.rulebook import Refused

Parameters = dict[str, object]
_LARGEST = rules.UPLOAD_BYTES.most + 64 * 1024


async def read_body(request: Request) -> tuple[Parameters, Mapping[str, Upload]]:
    """Parameters (those of the address included) and files. Sources: "Making requests", "Sending files"."""
    try:
        return await _read(request)
    except (ValueError, HTTPException):
        raise Refused(rules.BODY_UNREADABLE) from None


async def _read(request: Request) -> tuple[Parameters, Mapping[str, Upload]]:
    if int(request.headers.get("content-length", 0)) > _LARGEST:
        raise Refused(rules.BODY_TOO_LARGE)
    query = request.scope["query_string"]
    said: Parameters = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    if request.method != "POST":
        return said, {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return await _multipart(request, said)
    body = await request.body()
    return said | (_json(body) if kind.startswith("application/json") else _form(body)), {}


def _json(body: bytes) -> Parameters:
    parsed = json.loads(body) if body else {}
    if not isinstance(parsed, dict):
        raise Refused(rules.BODY_UNREADABLE)
    return parsed


def _form(body: bytes) -> Parameters:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


async def _multipart(request: Request, said: Parameters) -> tuple[Parameters, Mapping[str, Upload]]:
    uploads: dict[str, Upload] = {}
    async with request.form(max_part_size=_LARGEST) as form:
        for name, part in form.multi_items():
            if isinstance(part, UploadFile):
                content = await part.read()
                uploads[name] = Upload(
                    part.filename or "", content, part.content_type or "application/octet-stream"
                )
            else:
                said[name] = part
    return said, uploads
