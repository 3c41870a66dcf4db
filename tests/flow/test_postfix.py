"""Real peers: swaks, curl, smtplib and aiosmtplib hand letters in, a real Postfix takes them, and a DKIM signature holds."""

import base64
import email.message
import smtplib
import subprocess

import aiosmtplib
import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from dialogue import Dialogue
from gateway_process import GatewayProcess
from letters import OUTSIDE, A, B, C, attached, letter
from postfix_server import Postfix

UNKNOWN = "khong-ai@dongnai.gov.vn"


@pytest.fixture(scope="module")
def postfix():
    with Postfix(A, B, C, "dkim@dongnai.gov.vn") as server:
        yield server


@pytest.fixture(scope="module")
def gateway(postfix, tmp_path_factory):
    toml = 'xclient_from = ["127.0.0.0/8"]\n'
    with GatewayProcess(tmp_path_factory.mktemp("postfix"), postfix.port, toml=toml) as process:
        yield process


def run(*command, data=b""):
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)


def swaks(gateway, *more, recipient=B):
    server = ("swaks", "--server", "127.0.0.1", "--port", str(gateway.port))
    return run(*server, "--from", A, "--to", recipient, "--ehlo", "client.test", *more)


def test_swaks_hands_in_a_letter(gateway, postfix):
    before = len(list((postfix.folder / "mail" / C / "new").glob("*")))
    done = swaks(gateway, "--header", "Subject: swaks", "--body", "Xin chao.", recipient=C)
    assert done.returncode == 0, done.stdout.decode()
    assert any(b"Subject: swaks" in one for one in postfix.mailbox(C, before + 1))


def test_swaks_hears_postfixs_own_words_about_an_unknown_mailbox(gateway):
    done = swaks(gateway, recipient=UNKNOWN)
    assert done.returncode == 24
    refusal = f"550 5.1.1 <{UNKNOWN}>: Recipient address rejected: User unknown in virtual mailbox table"
    assert refusal.encode() in done.stdout


def test_swaks_pipelines(gateway, postfix):
    done = swaks(gateway, "--pipeline", "--body", "mot hai ba")
    assert done.returncode == 0, done.stdout.decode()


def test_curl_hands_in_a_letter(gateway, postfix, tmp_path):
    (tmp_path / "letter").write_bytes(letter("gui bang curl\r\n..\r\n.\r\nhet"))
    url = f"smtp://127.0.0.1:{gateway.port}/client.test"
    done = run("curl", "-sS", url, "--mail-from", A, "--mail-rcpt", B, "--upload-file", str(tmp_path / "letter"))
    assert done.returncode == 0, done.stderr
    assert any(b"gui bang curl\r\n..\r\n.\r\nhet\r\n" in one for one in postfix.mailbox(B, 1))


def test_smtplib_hands_in_a_letter_with_an_attachment_and_accents(gateway, postfix):
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = A, C, "Báo cáo tháng mười một"
    message.set_content("Kính gửi các đồng chí,\n\n.\n..\nTrân trọng.\n")
    message.add_attachment(bytes(range(256)) * 100, maintype="application", subtype="octet-stream", filename="số liệu.bin")
    with smtplib.SMTP("127.0.0.1", gateway.port, timeout=30) as client:
        assert client.send_message(message) == {}
        assert client.verify(B)[0] == 252
        assert client.noop()[0] == 250


async def test_aiosmtplib_hands_in_letters_over_one_session(gateway, postfix):
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=gateway.port) as client:
        for _ in range(3):
            errors, reply = await client.sendmail(A, [C], letter())
            assert errors == {}
            assert reply.startswith("2.0.0 Ok: queued as")


def test_one_of_three_recipients_is_unknown_and_one_is_held(gateway, postfix):
    content = letter("ba nguoi nhan")
    with smtplib.SMTP("127.0.0.1", gateway.port, timeout=30) as client:
        refused = client.sendmail(A, [UNKNOWN, C, OUTSIDE], content)
    assert list(refused) == [UNKNOWN]
    assert sum(content in one for one in postfix.mailbox(C, 1)) == 1
    assert [item["recipients"] for item in gateway.held()] == [[OUTSIDE]]


def test_postfix_logs_the_client_that_xclient_told_it_of(gateway, postfix):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(220, b"XCLIENT ADDR=192.0.2.44 NAME=may.example.org")
        client.envelope(A, C)
        assert client.content(letter()).startswith(b"250 2.0.0 Ok: queued as")
    assert "client=may.example.org[192.0.2.44]" in (postfix.folder / "log").read_text()


def test_a_signed_letter_still_verifies_in_the_mailbox_behind(gateway, postfix):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    for content in (letter("Ký bằng DKIM.\r\n.\r\n  hai   dau cach  "), attached(50_000)):
        signed = dkim.sign(content, b"chon", b"dongnai.gov.vn", private, canonicalize=(b"simple", b"simple")) + content
        with smtplib.SMTP("127.0.0.1", gateway.port, timeout=30) as client:
            client.sendmail(A, ["dkim@dongnai.gov.vn"], signed, ["BODY=8BITMIME"])
    for received in postfix.mailbox("dkim@dongnai.gov.vn", 2):
        assert received.startswith(b"Received: from ")
        assert dkim.verify(received, dnsfunc=lambda name, timeout=5: record)
        assert not dkim.verify(received.replace(b"thu so", b"thu  so"), dnsfunc=lambda name, timeout=5: record)
