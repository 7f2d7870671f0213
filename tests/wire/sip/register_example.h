// A REGISTER as a phone sends it, as a starting point for tests.
#pragma once

#include <string>

namespace dialtone::sip {

inline const std::string kRegister =
    "REGISTER sip:voip.example.net SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 10.0.0.42:5060;branch=z9hG4bK-524287-1;rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:line100042@voip.example.net>;tag=49583\r\n"
    "To: <sip:line100042@voip.example.net>\r\n"
    "Call-ID: 843817637684230@10.0.0.42\r\n"
    "CSeq: 1826 REGISTER\r\n"
    "Contact: <sip:line100042@10.0.0.42:5060>;expires=3600\r\n"
    "Expires: 3600\r\n"
    "User-Agent: ATA-2/1.4.2 02D1A100002A\r\n"
    "Authorization: Digest username=\"line100042\", realm=\"voip.example.net\", "
    "nonce=\"84a4cc6f3082121f32b42a2187831a9e\", uri=\"sip:voip.example.net\", "
    "response=\"7587245234b3434cc3412213e5f113a5\", algorithm=MD5, cnonce=\"0a4f113b\", qop=auth, nc=00000001\r\n"
    "Content-Length: 0\r\n\r\n";

}  // namespace dialtone::sip
