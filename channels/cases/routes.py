"""All routes of complaints, for the counter's composition root."""

from fastapi import APIRouter

from channels.cases.internal import internal_routes
from channels.cases.public import public_routes
from channels.cases.room import Cases
from channels.counter.access import Access


def case_routes(cases: Cases, access: Access, internal_token: str) -> APIRouter:
    routes = APIRouter()
    routes.include_router(internal_routes(cases, internal_token))
    routes.include_router(public_routes(cases, access))
    return routes
