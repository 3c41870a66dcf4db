"""What the findings of Điều 4.5 say to people, and how each is mended in the programs that officials use.

`{encoding}` and `{font}` come from the finding's detail; the sentence as it looks and as it reads is added by whoever shows
the finding.
"""

from policies.core.finding import Code

ENCODING_NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI Windows",
    "vps": "VPS",
    "viscii": "VISCII",
    "cp1258": "Vietnamese Locale CP 1258",
    "bkhcm1": "BK HCM 1",
    "bkhcm2": "BK HCM 2",
    "vietware-x": "Vietware X",
    "vietware-f": "Vietware F",
    "viqr": "VIQR",
    "mojibake": "UTF-8 Literal",
}
"""As UniKey lists them, so that a reader finds the name there."""

_CONVERT_VI = (
    "Chuyển văn bản sang Unicode (TCVN 6909:2001, phông Times New Roman), ví dụ bằng công cụ chuyển mã của UniKey, rồi gửi lại."
)
_CONVERT_EN = (
    "Convert the text to Unicode (TCVN 6909:2001, Times New Roman), with UniKey's converter for instance, and send it again."
)
_CONVERT_GUIDE_VI = (
    (
        "Word, Excel, PowerPoint: chọn đoạn chữ, bấm Ctrl+C; bấm Ctrl+Shift+F6 để mở UniKey Toolkit, chọn mã nguồn "
        "«{encoding}», mã đích «Unicode», đánh dấu «Chuyển mã clipboard», bấm «Chuyển mã»; bấm Ctrl+V, đổi phông sang "
        "Times New Roman."
    ),
    (
        "Cả tệp một lần: quản trị viên chạy «vanthu convert TỆP» (docx, xlsx, pptx, odt, ods, odp, rtf, txt, csv, html, eml); "
        "tệp doc, xls, ppt thì lưu thành docx, xlsx, pptx trước; tệp PDF thì tạo lại từ bản gốc đã chuyển mã."
    ),
    (
        "Outlook: Tệp → Tùy chọn → Nâng cao → Tùy chọn quốc tế, chọn mã hóa ưu tiên cho thư gửi đi là «Unicode (UTF-8)»; soạn "
        "bằng phông Times New Roman."
    ),
    "Từ nay về sau: trong bảng điều khiển UniKey chọn bảng mã «Unicode»; tên tệp và tiêu đề thư thì gõ lại.",
)
_CONVERT_GUIDE_EN = (
    (
        "Word, Excel, PowerPoint: copy the text, press Ctrl+Shift+F6 for the UniKey Toolkit, choose source “{encoding}”, "
        "destination “Unicode”, tick the clipboard box, convert, paste, and set the font to Times New Roman."
    ),
    (
        "A whole file: the administrator runs “vanthu convert FILE” (docx, xlsx, pptx, odt, ods, odp, rtf, txt, csv, html, eml); "
        "save doc, xls and ppt as docx, xlsx and pptx first.  Make a PDF anew from the converted original."
    ),
    "Outlook: File → Options → Advanced → International options: preferred encoding for outgoing messages “Unicode (UTF-8)”.",
    "From now on: choose the code table “Unicode” in UniKey's control panel; type file names and subjects again.",
)
_FONT_GUIDE_VI = (
    (
        "Word: bấm Ctrl+H, để trống ô tìm, chọn Thêm → Định dạng → Phông «{font}»; ở ô thay thế chọn phông «Times New Roman», "
        "bấm «Thay thế Tất cả»."
    ),
    "Excel: bấm Ctrl+A, đổi phông sang Times New Roman. PowerPoint: Trang đầu → Thay thế → Thay thế phông.",
    (
        "Nếu sau đó chữ hiển thị sai: chữ còn ở bảng mã {encoding}, phải chuyển mã bằng UniKey Toolkit (Ctrl+Shift+F6) trước "
        "khi đổi phông."
    ),
)
_FONT_GUIDE_EN = (
    "Word: press Ctrl+H, leave the search empty with font “{font}”, replace with font “Times New Roman”, replace all.",
    "Excel: press Ctrl+A and set Times New Roman.  PowerPoint: Home → Replace → Replace fonts.",
    "If it then looks wrong: it still is {encoding}, convert it with the UniKey Toolkit (Ctrl+Shift+F6) before the font.",
)
_MAILER_GUIDE_VI = (
    "Outlook: Tệp → Tùy chọn → Nâng cao → Tùy chọn quốc tế, chọn mã hóa ưu tiên cho thư gửi đi là «Unicode (UTF-8)».",
    "Thunderbird: bản mới luôn gửi UTF-8, nên cập nhật; bản cũ: Tùy chọn → Hiển thị → Mã hóa ký tự.",
)
_MAILER_GUIDE_EN = (
    "Outlook: File → Options → Advanced → International options: preferred encoding for outgoing messages “Unicode (UTF-8)”.",
    "Thunderbird: new versions always send UTF-8; old ones: Options → Display → Character encoding.",
)

CHARSET_CODES = (
    Code(
        "charset.legacy-text",
        "4.5",
        "Văn bản tiếng Việt dùng bảng mã cũ {encoding} thay vì Unicode.",
        "Vietnamese text in the legacy encoding {encoding} instead of Unicode.",
        _CONVERT_VI,
        _CONVERT_EN,
        _CONVERT_GUIDE_VI,
        _CONVERT_GUIDE_EN,
    ),
    Code(
        "charset.legacy-font",
        "4.5",
        "Văn bản dùng phông chữ {font} của bảng mã cũ {encoding}.",
        "Text is set in {font}, a font of the legacy encoding {encoding}.",
        "Đổi sang phông chữ Unicode, ví dụ Times New Roman; nếu chữ hiển thị sai thì chuyển mã văn bản trước khi đổi phông.",
        "Change to a Unicode font such as Times New Roman; convert the text first if it then looks wrong.",
        _FONT_GUIDE_VI,
        _FONT_GUIDE_EN,
    ),
    Code(
        "charset.declared",
        "4.5",
        "Văn bản tiếng Việt khai báo {declared}, nội dung là {encoding}; phải gửi và khai báo là Unicode (UTF-8).",
        "Vietnamese text declared as {declared}, its content is {encoding}; it must be sent, and declared, as Unicode (UTF-8).",
        "Đặt bảng mã gửi thư của chương trình thư là UTF-8 rồi gửi lại.",
        "Set the mail program to send in UTF-8 and send the message again.",
        _MAILER_GUIDE_VI,
        _MAILER_GUIDE_EN,
    ),
    Code(
        "charset.decomposed",
        "4.5",
        "Văn bản dùng Unicode tổ hợp (dấu tách khỏi chữ). Vẫn hợp lệ, chỉ ghi nhận.",
        "The text uses decomposed Unicode (marks apart from letters).  Lawful, only recorded.",
        "Nên chọn bảng mã Unicode dựng sẵn trong bộ gõ.",
        "Better choose precomposed Unicode in the input method.",
    ),
    Code(
        "charset.undecodable",
        "4.5",
        "Không đọc được văn bản: các byte không khớp bảng mã đã khai báo ({declared}) cũng như mọi bảng mã đã biết.",
        "The text cannot be read: its bytes fit neither the declared charset ({declared}) nor any that is known.",
        "Soạn lại thư với bảng mã UTF-8 rồi gửi lại.",
        "Write the message again in UTF-8 and send it again.",
        _MAILER_GUIDE_VI,
        _MAILER_GUIDE_EN,
    ),
)
