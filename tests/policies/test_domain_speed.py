"""The domain policy runs in the loop that speaks SMTP: an innocent letter costs microseconds, many recipients milliseconds."""

import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from policies import domain
from policies.core.message import Address, Envelope, Message, Part
from policies.core.policy import Context
from policies.core.units import Directory

DIRECTORY = Directory(
    internal_domains=frozenset({"dongnai.gov.vn"}),
    official_domains=frozenset({"gov.vn"}),
    banned_domains=frozenset({"gmail.com", "yahoo.com", "hotmail.com", *(f"thu{number}.net" for number in range(1000))}),
)
FIELDS = ("from", "sender", "reply-to", "disposition-notification-to", "resent-from")
JUNK = st.text(alphabet=st.one_of(st.sampled_from('@%!()<>"\\.,:;+ aogmil'), st.characters(codec=None)), max_size=30)


def found(sender, recipients, *addresses):
    message = Message((), Part("1", "text/plain"), tuple(Address(field, "", mailbox, "") for field, mailbox in addresses))
    context = Context(Envelope(sender, tuple(recipients)), DIRECTORY, date(2026, 3, 2))
    return list(domain.check(message, context, domain.Settings()))


def quickest(times, function, *arguments):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        function(*arguments)
        spent.append(time.perf_counter() - start)
    return min(spent)


def test_an_innocent_letter_costs_microseconds():
    letter = ("a@dongnai.gov.vn", ["b@dongnai.gov.vn"], ("from", "a@dongnai.gov.vn"), ("to", "b@dongnai.gov.vn"))
    assert found(*letter) == []
    assert quickest(2_000, found, *letter) < 100e-6  # measured: 12


def test_a_thousand_recipients_cost_milliseconds():
    recipients = [f"nguoi{number}@gmail.com" for number in range(1_000)]
    assert len(found("a@dongnai.gov.vn", recipients, ("from", "a@dongnai.gov.vn"))) == 1_000
    assert quickest(5, found, "a@dongnai.gov.vn", recipients, ("from", "a@dongnai.gov.vn")) < 0.1


def test_a_thousand_unknown_domains_cost_milliseconds():
    recipients = [f"a@congty{number}.com.vn" for number in range(1_000)]
    start = time.perf_counter()
    assert found("a@dongnai.gov.vn", recipients, ("from", "a@dongnai.gov.vn")) == []
    assert time.perf_counter() - start < 0.5


def test_a_flood_of_addresses_in_one_field_is_looked_at_in_part():
    flood = [(field, f"x{number}@gmai{number}.com") for field in FIELDS for number in range(5_000)]
    start = time.perf_counter()
    assert len(found("a@b.vn", ["b@dongnai.gov.vn"], *flood)) < 500
    assert time.perf_counter() - start < 0.5


@settings(max_examples=300)
@given(JUNK, st.lists(JUNK, max_size=4), st.lists(st.tuples(st.sampled_from(FIELDS), JUNK), max_size=4))
def test_any_addresses_are_judged_without_a_fall_and_can_be_written_down(sender, recipients, addresses):
    for finding in found(sender, recipients, *addresses):
        assert finding.recipient in (None, *recipients)
        assert all(str(value).encode() for value in finding.detail.values())
