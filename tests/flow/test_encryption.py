"""STARTTLS, TLS from the first byte, TLS to the upstream; logins, carried to the upstream and never written down."""

import time
from base64 import b64encode

import pytest
from certificates import certificate, client_context, server_context
from dialogue import Dialogue
from gateway_process import GatewayProcess, free_port
from letters import A, B, letter
from upstream import KEYWORDS, Upstream

USER, PASSWORD = "vanthu@dongnai.gov.vn", "mat-khau-rat-bi-mat-2026"
PLAIN = b64encode(f"\0{USER}\0{PASSWORD}".encode())


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def shared_upstream():
    with Upstream((*KEYWORDS, "AUTH PLAIN LOGIN CRAM-MD5"), users={USER: PASSWORD}) as upstream:
        yield upstream


@pytest.fixture(scope="module")
def implicit_port():
    return free_port()


@pytest.fixture(scope="module")
def shared_gateway(shared_upstream, files, implicit_port, tmp_path_factory):
    port = free_port()
    settings = {
        "VANTHU_TLS_CERT": str(files[0]),
        "VANTHU_TLS_KEY": str(files[1]),
        "VANTHU_AUTH_PLAINTEXT": "off",
        "VANTHU_LISTEN": f"127.0.0.1:{port}, smtps://127.0.0.1:{implicit_port}",
    }
    process = GatewayProcess(tmp_path_factory.mktemp("gateway"), shared_upstream.port, settings=settings)
    process.port = port
    with process:
        yield process


@pytest.fixture
def context(files):
    return client_context(files[0])


@pytest.fixture
def protected(gateway, context):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.starttls(context)
        yield client


def test_starttls_is_offered_until_it_is_used(gateway, context):
    with Dialogue(gateway.port) as client:
        assert "STARTTLS" in client.hello()
        client.starttls(context)
        assert "STARTTLS" not in client.hello()
        assert client.ask(b"STARTTLS").startswith(b"503")


def test_after_starttls_ehlo_has_to_be_said_again(protected):
    assert protected.ask(f"MAIL FROM:<{A}>".encode()).startswith(b"503")


def test_a_letter_over_tls_says_so_in_its_trace(protected, upstream):
    protected.envelope(A, B)
    assert protected.content(letter()).startswith(b"250")
    assert b" with ESMTPS id" in upstream.delivered[0].content


def test_what_is_said_behind_starttls_before_the_handshake_is_never_obeyed(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.send(f"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<{A}>\r\nRCPT TO:<{B}>\r\n".encode())
        heard = client.rest()
    assert heard.startswith(b"554 ")
    assert heard.count(b"\r\n") == 1


def test_a_handshake_that_is_none_ends_the_connection_alone(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(220, b"STARTTLS")
        client.send(b"EHLO x\r\nMAIL FROM:<a@b.vn>\r\n" * 10)
        assert b"250" not in client.rest()
    with Dialogue(gateway.port) as other:
        other.hello()


def test_the_other_listener_is_encrypted_from_its_first_byte(gateway, upstream, implicit_port, context):
    with Dialogue(implicit_port, tls=context) as client:
        assert "STARTTLS" not in client.hello()
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"250")
    assert b" with ESMTPS id" in upstream.delivered[0].content


def test_in_the_clear_no_login_is_offered_or_taken(gateway, upstream):
    with Dialogue(gateway.port) as client:
        assert not [line for line in client.hello() if line.startswith("AUTH")]
        assert client.ask(b"AUTH PLAIN " + PLAIN).startswith(b"538 5.7.11")
    assert not any(command.startswith(b"AUTH") for connection in upstream.connections for command in connection.commands)


def test_only_mechanisms_that_can_be_carried_are_offered(protected):
    assert "AUTH PLAIN LOGIN" in protected.hello()
    assert protected.ask(b"AUTH CRAM-MD5").startswith(b"504")


EXCHANGES = {
    "PLAIN at once": [b"AUTH PLAIN " + PLAIN],
    "PLAIN when asked": [b"AUTH PLAIN", PLAIN],
    "plain in lower case": [b"auth plain " + PLAIN],
    "LOGIN": [b"AUTH LOGIN", b64encode(USER.encode()), b64encode(PASSWORD.encode())],
    "LOGIN with the name at once": [b"AUTH LOGIN " + b64encode(USER.encode()), b64encode(PASSWORD.encode())],
}


@pytest.mark.parametrize("exchange", EXCHANGES.values(), ids=EXCHANGES)
def test_a_login_is_carried_to_the_upstream_and_the_letter_goes_as_that_user(protected, gateway, upstream, exchange):
    protected.hello()
    replies = [protected.ask(line) for line in exchange]
    assert [reply[:3] for reply in replies] == [b"334"] * (len(exchange) - 1) + [b"235"]
    assert replies[-1] == b"235 2.7.0 Welcome\r\n"
    protected.expect(250, f"MAIL FROM:<{A}>".encode())
    protected.expect(250, f"RCPT TO:<{B}>".encode())
    assert protected.content(letter()).startswith(b"250")
    assert upstream.delivered[0].login == USER
    assert b" with ESMTPSA\r\n id" in upstream.delivered[0].content
    assert gateway.records()[-1]["login"] == USER


def test_a_wrong_password_is_refused_in_the_upstreams_words(protected):
    protected.hello()
    wrong = b64encode(f"\0{USER}\0doan mo".encode())
    assert protected.ask(b"AUTH PLAIN " + wrong) == "535 5.7.8 Sai tên hay mật khẩu\r\n".encode()
    assert protected.ask(b"AUTH PLAIN " + PLAIN).startswith(b"235")


def test_another_client_never_travels_on_a_connection_with_a_login(protected, gateway, upstream):
    protected.hello()
    protected.expect(235, b"AUTH PLAIN " + PLAIN)
    with Dialogue(gateway.port) as other:
        other.envelope(A, B)
        assert other.content(letter()).startswith(b"250")
    assert upstream.delivered[0].login == ""


def test_a_second_login_is_out_of_place(protected):
    protected.hello()
    protected.expect(235, b"AUTH PLAIN " + PLAIN)
    assert protected.ask(b"AUTH PLAIN " + PLAIN).startswith(b"503")


def test_when_the_upstream_cannot_check_a_login_the_client_is_told_to_come_again(protected, upstream):
    protected.hello()
    upstream.on("greeting", b"421 4.3.2 Too busy\r\n")
    assert protected.ask(b"AUTH PLAIN " + PLAIN)[:1] == b"4"


def test_when_the_upstream_refuses_to_send_as_somebody_else_its_words_are_passed_on(protected, upstream):
    protected.hello()
    protected.expect(235, b"AUTH PLAIN " + PLAIN)
    upstream.on("MAIL", b"553 5.7.1 Not your address\r\n")
    assert protected.ask(b"MAIL FROM:<other@dongnai.gov.vn>") == b"553 5.7.1 Not your address\r\n"


def test_no_password_stands_in_any_log_record_or_file(gateway, upstream, protected):
    protected.hello()
    protected.expect(235, b"AUTH PLAIN " + PLAIN)
    secrets = [PASSWORD.encode(), PLAIN, b64encode(PASSWORD.encode())]
    kept = [gateway.log.read_bytes(), *(path.read_bytes() for path in gateway.data.rglob("*") if path.is_file())]
    assert not [secret for secret in secrets for file in kept if secret in file]


@pytest.mark.parametrize(
    ("demand", "offered", "code"), [("opportunistic", True, 250), ("opportunistic", False, 250), ("required", False, 451)]
)
def test_tls_to_the_upstream_is_used_where_it_is_offered_and_demanded_where_set(tmp_path, files, demand, offered, code):
    keywords = (*KEYWORDS, "STARTTLS") if offered else KEYWORDS
    with Upstream(keywords) as upstream:
        upstream.tls = server_context(*files)
        with (
            GatewayProcess(tmp_path, upstream.port, toml=f'upstream_tls = "{demand}"\n') as gateway,
            Dialogue(gateway.port) as client,
        ):
            client.hello()
            client.expect(code, f"MAIL FROM:<{A}>".encode())
        said = [command for connection in upstream.connections for command in connection.commands]
        assert (b"STARTTLS" in said) is offered


def test_a_renewed_certificate_is_taken_up_without_a_restart(tmp_path):
    cert, key = certificate(tmp_path)
    settings = {"VANTHU_TLS_CERT": str(cert), "VANTHU_TLS_KEY": str(key)}
    with Upstream() as upstream, GatewayProcess(tmp_path, upstream.port, settings=settings) as gateway:
        certificate(tmp_path)
        renewed = client_context(cert)
        for _ in range(40):
            with Dialogue(gateway.port) as client:
                client.hello()
                try:
                    client.starttls(renewed)
                except OSError:
                    time.sleep(0.5)
                    continue
                client.hello()
                return
        raise AssertionError("still the old certificate")
