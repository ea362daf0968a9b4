"""The page that says what was refused and what to do next; where signing in is what is missing, the form for it."""

from fastapi import Request, Response

from api import auth
from api.errors import Problem
from api.language import translations
from api.negotiation import language_of
from api.pages.forms import Filled
from api.rendering import render
from graph.errors import GraphError
from registry.access import NOBODY, Actor
from registry.errors import RegistryError


def error_page(request: Request, problem: Problem) -> Response:
    """The page of a problem, with its status."""
    actor = _reader(request)
    if problem.status == 401 and request.method == "GET":
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        facts = {"form": Filled(), "sentence": "", "reason": problem.detail, "next": here}
        return render(request, actor, "sign_in.html", status=401, **facts)
    return render(
        request, actor, "error.html", status=problem.status, problem=problem, advice=_advice(request, problem)
    )


def _reader(request: Request) -> Actor:
    """Who reads, as far as that can still be found out: the refusal may be that the database does not answer."""
    try:
        return auth.actor_of(auth.current_account(request))
    except (RegistryError, GraphError):
        return NOBODY


def _advice(request: Request, problem: Problem) -> str:
    _ = translations(language_of(request)).gettext
    match problem.status:
        case 401:
            return _("Sign in, then go back and send it again; what you typed is still there.")
        case 403:
            return _("If you should be able to do this, sign in with another account or ask the administrators.")
        case 404:
            return _("Check the address, or look for it in one of the lists above.")
        case 409 | 412:
            return _("Go back, load the page again and look at what has changed.")
        case 429 | 503:
            return _("Nothing was changed. Wait a little and load the page again.")
        case status if status >= 500:
            return _("Nothing of what you sent was kept half done. You can go back and try again.")
        case _:
            return _("Go back and correct it; what you typed is still there.")
