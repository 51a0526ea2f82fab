"""What a button about a complaint sends."""

import json


def payload(intent: str, **values: str) -> str:
    return f"/{intent}{json.dumps(values, ensure_ascii=False, separators=(',', ':'))}"
