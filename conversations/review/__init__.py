"""The branch's judgement of a registration: the reasons it may give, and what it should look at twice."""
