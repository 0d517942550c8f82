/** Every word of the page, Indonesian and English. What the bot says is the bot's own business. */
const LANGUAGES = ["id", "en"];

const TEXTS = {
  banner: [
    "Ini latihan. Semua orang di sini karangan. Jangan ketik NIK asli.",
    "This is practice. Everyone here is invented. Please type no real NIK.",
  ],
  practice: ["latihan", "practice"],
  phones: ["HP latihan", "Practice phones"],
  language: ["Ganti bahasa halaman (id/en)", "Change the page's language (id/en)"],

  clock: ["Jam latihan", "Practice clock"],
  clock_moved: [
    "Jam latihan maju. Pengingat akan datang sendiri.",
    "The clock moved. Reminders come by themselves.",
  ],
  clock_open: ["Majukan jam", "Move the clock"],
  hour: ["+1 jam", "+1 hour"],
  day: ["+1 hari", "+1 day"],
  week: ["+1 minggu", "+1 week"],
  month: ["+1 bulan", "+1 month"],
  to_date: ["Ke tanggal", "To a date"],
  go: ["Pergi", "Go"],
  clock_reset: ["Jam asli", "Real time"],
  today: ["Hari ini", "Today"],
  yesterday: ["Kemarin", "Yesterday"],

  add_phone: ["Tambah HP", "Add a phone"],
  new_person: ["Orang baru…", "A new person…"],
  close_phone: ["Tutup HP ini", "Close this phone"],
  first_name: ["Nama depan", "First name"],
  last_name: ["Nama belakang (boleh kosong)", "Last name (may stay empty)"],
  phone_number: ["Nomor HP", "Phone number"],
  role: ["Peran", "Role"],
  worker: ["Pekerja", "Worker"],
  officer: ["Petugas desa", "Village officer"],
  branch: ["Kepala cabang", "Branch head"],
  village_head: ["Kepala desa", "Village head"],
  staff: ["Staf cabang", "Branch staff"],
  administrator: ["Pengelola", "Administrator"],
  person: ["Warga", "Villager"],
  empty_stage: ["Belum ada HP. Tekan “Tambah HP”.", "No phone yet. Press “Add a phone”."],

  bot: ["bot", "bot"],
  bot_waiting: ["menunggu bot menyala…", "waiting for the bot to start…"],
  typing: ["sedang mengetik…", "typing…"],
  offline: ["Sambungan putus. Sedang dicoba lagi…", "Connection lost. Trying again…"],
  online: ["Tersambung lagi.", "Connected again."],
  more: ["Pilihan lain", "More"],
  chats: ["Pindah obrolan", "Switch chat"],
  block: ["Blokir bot", "Block the bot"],
  unblock: ["Buka blokir", "Unblock the bot"],
  blocked: ["Bot ini diblokir di HP ini.", "This phone has blocked the bot."],
  unblocked: ["Blokir dibuka.", "The bot is unblocked."],
  messages: ["Pesan", "Messages"],
  message_menu: ["Pilihan pesan", "Message options"],
  to_newest: ["Ke pesan terbaru", "To the newest message"],
  hello: ["Belum ada pesan.", "No messages yet."],
  start: ["Mulai", "Start"],

  write: ["Tulis pesan", "Write a message"],
  send: ["Kirim", "Send"],
  attach: ["Lampirkan", "Attach"],
  commands: ["Daftar perintah", "Commands"],
  keyboard_show: ["Tampilkan tombol jawaban", "Show the answer buttons"],
  keyboard_hide: ["Sembunyikan tombol jawaban", "Hide the answer buttons"],
  keyboard: ["Tombol jawaban", "Answer buttons"],
  message_buttons: ["Tombol pesan", "Message buttons"],
  photo: ["Foto", "Photo"],
  document: ["Dokumen", "Document"],
  location: ["Lokasi", "Location"],
  contact: ["Kontak", "Contact"],
  voice: ["Pesan suara", "Voice message"],
  sticker: ["Stiker", "Sticker"],
  caption: ["Keterangan (boleh kosong)", "Caption (may stay empty)"],
  share_contact: ["Bagikan nomor HP ini kepada bot?", "Share this phone's number with the bot?"],
  own_contact: ["Nomor sendiri", "Own number"],
  other_contact: ["Kontak orang lain", "Somebody else's contact"],
  share_location: ["Bagikan lokasi", "Share a location"],
  village_office: ["Kantor desa", "Village office"],
  market: ["Pasar", "Market"],
  field: ["Sawah", "Rice field"],
  other_place: ["Tempat lain", "Another place"],
  latitude: ["Lintang", "Latitude"],
  longitude: ["Bujur", "Longitude"],
  share_people: ["Pilih orang", "Choose people"],
  share: ["Bagikan", "Share"],
  cancel: ["Batal", "Cancel"],
  ok: ["Baik", "OK"],
  add: ["Tambah", "Add"],
  close: ["Tutup", "Close"],
  download: ["Unduh", "Download"],
  open_photo: ["Buka foto", "Open the photo"],

  edited: ["diedit", "edited"],
  edit: ["Ubah", "Edit"],
  editing: ["Mengubah pesan", "Editing a message"],
  reply: ["Balas", "Reply"],
  replying: ["Membalas", "Replying"],
  copy: ["Salin teks", "Copy the text"],
  copied: ["Teks sudah disalin.", "The text is copied."],
  not_copied: ["Teks belum bisa disalin di peramban ini.", "This browser could not copy the text."],
  protected: ["Isi dilindungi: tidak bisa disalin", "Protected: cannot be copied"],
  sent: ["Terkirim", "Sent"],
  not_sent: ["Belum terkirim. Coba lagi.", "Not sent yet. Please try again."],
  no_answer: ["Bot belum menjawab tombol ini.", "The bot has not answered this button yet."],
  not_here: ["Tombol ini belum ada di latihan.", "This button is not part of practice yet."],
  people_shared: ["Orang dibagikan", "People shared"],
  joined: ["bergabung", "joined"],
  left: ["keluar", "left"],
  pinned: ["Pesan disematkan", "A message was pinned"],
  upgraded: ["Grup ini menjadi supergrup.", "This group became a supergroup."],
  unknown: ["Pesan ini belum bisa ditampilkan.", "This message cannot be shown yet."],
};

let spoken = remembered();

function remembered() {
  const kept = LANGUAGES.indexOf(localStorage.getItem("language"));
  return kept < 0 ? 0 : kept;
}

export const language = () => LANGUAGES[spoken];

/** The text of a key; a key without a text is shown as it is, so that a title of the server's own passes through. */
export const t = (key) => TEXTS[key]?.[spoken] ?? key;

export function switchLanguage() {
  spoken = 1 - spoken;
  localStorage.setItem("language", language());
}
