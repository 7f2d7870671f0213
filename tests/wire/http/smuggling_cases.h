// Requests that two parties could read differently, and the right result for each (RFC 9112 11.2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::http::smuggling {

struct SmugglingCase {
  std::string_view name;
  int status;  // 0 if the request is valid
  std::string bytes;
};

inline const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

inline std::string request(std::string_view headers, std::string_view body = "") {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n" + std::string(body);
}
inline std::string chunked(std::string_view body) { return request("Transfer-Encoding: chunked\r\n", body); }

inline std::string repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

inline std::vector<SmugglingCase> lengths() {
  return {
      {"a length", 0, request("Content-Length: 5\r\n", "12345")},
      {"a length with leading zeros", 0, request("Content-Length: 0005\r\n", "12345")},
      {"a length with white space around it", 0, request("Content-Length: \t 5 \t\r\n", "12345")},
      {"the same length twice", 0, request("Content-Length: 5\r\ncontent-length: 5\r\n", "12345")},
      {"the same length in a list", 0, request("Content-Length: 5, 5\r\n", "12345")},
      {"lengths that differ", 400, request("Content-Length: 5\r\nContent-Length: 6\r\n", "12345")},
      {"lengths that differ in a list", 400, request("Content-Length: 5, 6\r\n", "12345")},
      {"lengths that differ in their digits", 400, request("Content-Length: 5\r\nContent-Length: 05x\r\n", "12345")},
      {"an empty element in the list", 400, request("Content-Length: 5,,5\r\n", "12345")},
      {"a list that ends with a comma", 400, request("Content-Length: 5,\r\n", "12345")},
      {"a list that begins with a comma", 400, request("Content-Length: ,5\r\n", "12345")},
      {"a sign", 400, request("Content-Length: +5\r\n", "12345")},
      {"a minus", 400, request("Content-Length: -5\r\n", "12345")},
      {"hexadecimal", 400, request("Content-Length: 0x5\r\n", "12345")},
      {"an underscore", 400, request("Content-Length: 1_0\r\n", "1234567890")},
      {"white space within", 400, request("Content-Length: 1 0\r\n", "1234567890")},
      {"a fraction", 400, request("Content-Length: 5.0\r\n", "12345")},
      {"an exponent", 400, request("Content-Length: 1e1\r\n", "1234567890")},
      {"quotes", 400, request("Content-Length: \"5\"\r\n", "12345")},
      {"a vertical tab", 400, request("Content-Length: \v5\r\n", "12345")},
      {"a form feed behind", 400, request("Content-Length: 5\f\r\n", "12345")},
      {"a null behind", 400, request(std::string_view("Content-Length: 5\0\r\n", 20), "12345")},
      {"a no-break space", 400,
       request("Content-Length: \xC2\xA0"
               "5\r\n",
               "12345")},
      {"no digits", 400, request("Content-Length: \r\n")},
      {"2^64", 400, request("Content-Length: 18446744073709551616\r\n")},
      {"2^64 - 1", 413, request("Content-Length: 18446744073709551615\r\n")},
      {"2^63", 413, request("Content-Length: 9223372036854775808\r\n")},
      {"2^32 + 5", 413, request("Content-Length: 4294967301\r\n", "12345")},
      {"white space before the colon", 400, request("Content-Length : 5\r\n", "12345")},
      {"a tab before the colon", 400, request("Content-Length\t: 5\r\n", "12345")},
      {"a fold", 400, request("Content-Length:\r\n 5\r\n", "12345")},
  };
}

inline std::vector<SmugglingCase> codings() {
  const std::string_view body = "5\r\n12345\r\n0\r\n\r\n";
  return {
      {"chunked", 0, chunked(body)},
      {"CHUNKED", 0, request("TRANSFER-ENCODING: ChunKed\r\n", body)},
      {"white space around it", 0, request("Transfer-Encoding: \t chunked \t\r\n", body)},
      {"and a length", 400, request("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", body)},
      {"and a length behind it", 400, request("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", body)},
      {"and a length of 0", 400, request("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", body)},
      {"twice", 400, request("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", body)},
      {"twice in a list", 501, request("Transfer-Encoding: chunked, chunked\r\n", body)},
      {"identity", 501, request("Transfer-Encoding: identity\r\n", body)},
      {"identity and a length", 400, request("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", "12345")},
      {"identity before it", 501, request("Transfer-Encoding: identity, chunked\r\n", body)},
      {"identity in a field of its own", 501,
       request("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", body)},
      {"gzip", 501, request("Transfer-Encoding: gzip, chunked\r\n", body)},
      {"not the last", 501, request("Transfer-Encoding: chunked, gzip\r\n", body)},
      {"an unknown one", 501, request("Transfer-Encoding: cow\r\n", body)},
      {"an unknown one and a length", 400, request("Transfer-Encoding: cow\r\nContent-Length: 5\r\n", "12345")},
      {"a prefix", 501, request("Transfer-Encoding: xchunked\r\n", body)},
      {"a suffix", 501, request("Transfer-Encoding: chunkedx\r\n", body)},
      {"a parameter", 501, request("Transfer-Encoding: chunked;q=1\r\n", body)},
      {"a comma behind it", 501, request("Transfer-Encoding: chunked,\r\n", body)},
      {"a comma before it", 501, request("Transfer-Encoding: ,chunked\r\n", body)},
      {"quotes", 501, request("Transfer-Encoding: \"chunked\"\r\n", body)},
      {"a vertical tab", 400, request("Transfer-Encoding: \vchunked\r\n", body)},
      {"a null", 400, request(std::string_view("Transfer-Encoding: chunked\0\r\n", 29), body)},
      {"a no-break space", 501,
       request("Transfer-Encoding: \xC2\xA0"
               "chunked\r\n",
               body)},
      {"nothing", 501, request("Transfer-Encoding:\r\n", body)},
      {"white space before the colon", 400, request("Transfer-Encoding : chunked\r\n", body)},
      {"white space before the name", 400, request("A: b\r\n Transfer-Encoding: chunked\r\n", body)},
      {"a fold", 400, request("Transfer-Encoding:\r\n chunked\r\n", body)},
      {"a bare carriage return before it", 400, request("A: b\rTransfer-Encoding: chunked\r\n", body)},
      {"a bare line feed before it", 400, request("A: b\nTransfer-Encoding: chunked\r\n", body)},
      {"in HTTP/1.2", 0, "POST / HTTP/1.2\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body)},
      {"in HTTP/1.2 and a length", 400,
       "POST / HTTP/1.2\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body)},
      {"in HTTP/1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body)},
      {"in HTTP/1.0 with a length", 400,
       "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body)},
      {"an underscore in its name", 0, request("Transfer_Encoding: chunked\r\n")},
  };
}

inline std::vector<SmugglingCase> chunks() {
  return {
      {"an extension", 0, chunked("1;a=b;c;d=\"e;f\\\"\" ; g = h\r\nx\r\n0\r\n\r\n")},
      // 10 C18
      {"white space behind the size", 0, chunked("1 \t\r\nx\r\n0\r\n\r\n")},
      {"a blank behind the size", 0, chunked("1 \r\nx\r\n0\r\n\r\n")},
      {"a tab behind the size", 0, chunked("1\t\r\nx\r\n0\r\n\r\n")},
      {"a size that is padded to eight", 0, chunked("1       \r\nx\r\n0       \r\n\r\n")},
      {"a size that is padded to forty", 0, chunked("1" + std::string(39, ' ') + "\r\nx\r\n0\r\n\r\n")},
      {"a blank behind the last size", 0, chunked("1\r\nx\r\n0 \r\n\r\n")},
      {"a tab behind the last size, and a trailer", 0, chunked("1\r\nx\r\n0\t\r\nA: b\r\n\r\n")},
      {"blanks around an extension", 0, chunked("1 ; a \r\nx\r\n0 ; a = b \r\n\r\n")},
      {"a vertical tab behind the size", 400, chunked("1\v\r\nx\r\n0\r\n\r\n")},
      {"a form feed behind the size", 400, chunked("1\f\r\nx\r\n0\r\n\r\n")},
      {"a null behind the size", 400, chunked(std::string_view("1\0\r\nx\r\n0\r\n\r\n", 12))},
      {"a no-break space behind the size", 400, chunked("1\xC2\xA0\r\nx\r\n0\r\n\r\n")},
      {"a carriage return behind the blank", 400, chunked("1 \r\r\nx\r\n0\r\n\r\n")},
      {"a carriage return before the blank", 400, chunked("1\r \r\nx\r\n0\r\n\r\n")},
      {"a line feed alone behind the blank", 400, chunked("1 \nx\r\n0\r\n\r\n")},
      {"a line feed alone before the blank", 400, chunked("1\n \r\nx\r\n0\r\n\r\n")},
      {"a second size behind the blank", 400, chunked("1 0\r\nx\r\n0\r\n\r\n")},
      {"a second size behind the tab", 400, chunked("0\t1\r\n\r\nx\r\n0\r\n\r\n")},
      {"a comma behind the blank", 400, chunked("1 ,1\r\nx\r\n0\r\n\r\n")},
      {"a blank within the size", 400, chunked("1 1\r\n0123456789abcdefg\r\n0\r\n\r\n")},
      {"only blanks for a size", 400, chunked("  \r\nx\r\n0\r\n\r\n")},
      {"a blank before the last size", 400, chunked("1\r\nx\r\n 0\r\n\r\n")},
      {"a blank behind the data", 400, chunked("1\r\nx \r\n0\r\n\r\n")},
      {"a blank for the last line", 400, chunked("1\r\nx\r\n0\r\n \r\n")},
      {"over a kilobyte of blanks", 400, chunked("1" + std::string(1100, ' ') + "\r\nx\r\n0\r\n\r\n")},
      {"more blanks than data", 400, chunked(repeated("1" + std::string(900, ' ') + "\r\nx\r\n", 20) + "0\r\n\r\n")},
      {"a trailer", 0, chunked("1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n")},
      {"leading zeros", 0, chunked("0001\r\nx\r\n000\r\n\r\n")},
      {"capitals", 0, chunked("A\r\n0123456789\r\n0\r\n\r\n")},
      {"no size", 400, chunked("\r\nx\r\n0\r\n\r\n")},
      {"an extension without a size", 400, chunked(";a=b\r\nx\r\n0\r\n\r\n")},
      {"a sign", 400, chunked("+1\r\nx\r\n0\r\n\r\n")},
      {"a minus", 400, chunked("-1\r\nx\r\n0\r\n\r\n")},
      {"a prefix", 400, chunked("0x1\r\nx\r\n0\r\n\r\n")},
      {"an underscore", 400, chunked("1_\r\nx\r\n0\r\n\r\n")},
      {"white space before the size", 400, chunked(" 1\r\nx\r\n0\r\n\r\n")},
      {"text behind white space", 400, chunked("1 2\r\nx\r\n0\r\n\r\n")},
      {"a letter behind the size", 400, chunked("1g\r\nx\r\n0\r\n\r\n")},
      {"a size that overflows 64 bits", 400, chunked("10000000000000001\r\nx\r\n0\r\n\r\n")},
      {"a size that overflows with zeros before it", 400,
       chunked("00000000000000000010000000000000001\r\nx\r\n0\r\n\r\n")},
      {"a size of 2^64 - 1", 413, chunked("FFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n")},
      {"a size of 2^32 + 1", 413, chunked("100000001\r\nx\r\n0\r\n\r\n")},
      {"a line feed alone behind the size", 400, chunked("1\nx\r\n0\r\n\r\n")},
      {"a line feed alone behind the data", 400, chunked("1\r\nx\n0\r\n\r\n")},
      {"a line feed alone at the end", 400, chunked("0\r\n\n")},
      {"a carriage return alone behind the size", 400, chunked("1\rx\r\n0\r\n\r\n")},
      {"a carriage return within an extension", 400, chunked("1;a\rb\r\nx\r\n0\r\n\r\n")},
      {"a carriage return at the end of an extension", 400, chunked("1;a\r\r\nx\r\n0\r\n\r\n")},
      {"a line feed alone behind an extension", 400, chunked("1;a\nx\r\n0\r\n\r\n")},
      {"a null in an extension", 400, chunked(std::string_view("1;a\0b\r\nx\r\n0\r\n\r\n", 15))},
      {"an extension without a name", 400, chunked("1;\r\nx\r\n0\r\n\r\n")},
      {"an extension without its value", 400, chunked("1;a=\r\nx\r\n0\r\n\r\n")},
      {"an extension whose quotes do not end", 400, chunked("1;a=\"b\r\nx\r\n0\r\n\r\n")},
      {"data longer than the size", 400, chunked("1\r\nxy\r\n0\r\n\r\n")},
      {"data shorter than the size", 400, chunked("3\r\nx\r\n0\r\n\r\n")},
      {"an extension of over a kilobyte", 400, chunked("1;" + std::string(1100, 'a') + "\r\nx\r\n0\r\n\r\n")},
      {"more extensions than data", 400,
       chunked(repeated("1;" + std::string(900, 'a') + "\r\nx\r\n", 20) + "0\r\n\r\n")},
      {"a trailer without a colon", 400, chunked("0\r\nA\r\n\r\n")},
      {"a trailer with white space before the colon", 400, chunked("0\r\nA : b\r\n\r\n")},
      {"a trailer that is folded", 400, chunked("0\r\nA: b\r\n c\r\n\r\n")},
      {"a trailer without a name", 400, chunked("0\r\n: b\r\n\r\n")},
      {"a trailer with a bare carriage return", 400, chunked("0\r\nA: b\rc\r\n\r\n")},
      {"a trailer with a null", 400, chunked(std::string_view("0\r\nA: \0\r\n\r\n", 11))},
      {"trailers of over 8 kB", 431, chunked("0\r\n" + repeated("A: " + std::string(900, 'x') + "\r\n", 10) + "\r\n")},
      {"more than 100 trailers", 431, chunked("0\r\n" + repeated("A: b\r\n", 101) + "\r\n")},
  };
}

inline std::vector<SmugglingCase> heads() {
  const auto with_host = [](std::string_view host) { return "GET / HTTP/1.1\r\n" + std::string(host) + "\r\n"; };
  return {
      {"no Host", 400, with_host("")},
      {"no Host in HTTP/1.0", 0, "GET / HTTP/1.0\r\n\r\n"},
      {"two Hosts", 400, with_host("Host: a\r\nHost: b\r\n")},
      {"two Hosts that are the same", 400, with_host("Host: a\r\nhost: a\r\n")},
      {"two Hosts in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"},
      {"an empty Host", 0, with_host("Host:\r\n")},
      {"a Host with a port", 0, with_host("Host: a.example:8080\r\n")},
      {"a Host with an empty port", 0, with_host("Host: a.example:\r\n")},
      {"an IPv6 Host", 0, with_host("Host: [2001:db8::1]:80\r\n")},
      {"a list of Hosts", 400, with_host("Host: a, b\r\n")},
      {"a Host with a path", 400, with_host("Host: a/b\r\n")},
      {"a Host with a user", 400, with_host("Host: u@a\r\n")},
      {"a Host with two ports", 400, with_host("Host: a:80:81\r\n")},
      {"a Host whose port is no number", 400, with_host("Host: a:b\r\n")},
      {"a Host whose port is over 65535", 400, with_host("Host: a:65536\r\n")},
      {"a Host of brackets only", 400, with_host("Host: []\r\n")},
      {"a Host whose bracket stays open", 400, with_host("Host: [::1\r\n")},
      {"a Host with text behind its bracket", 400, with_host("Host: [::1]x\r\n")},
      {"a Host with a space before the colon", 400, with_host("Host : a\r\n")},
      {"a Host that is folded", 400, with_host("Host: a\r\n b\r\n")},
      {"a header without a colon", 400, with_host("Host: a\r\nx\r\n")},
      {"a header without a name", 400, with_host("Host: a\r\n: x\r\n")},
      {"a header whose name has a space", 400, with_host("Host: a\r\nA B: x\r\n")},
      {"a header whose name has a control character", 400, with_host("Host: a\r\nA\x01: x\r\n")},
      {"a header whose name is not ASCII", 400, with_host("Host: a\r\nA\xC3\xA4: x\r\n")},
      {"a first header that is folded", 400, with_host(" Host: a\r\n")},
      {"a tab as a fold", 400, with_host("Host: a\r\nA: b\r\n\tc\r\n")},
      {"a line of spaces", 400, with_host("Host: a\r\n \r\n")},
      {"a null in a value", 400, with_host(std::string_view("Host: a\r\nA: \0b\r\n", 16))},
      {"a bell in a value", 400, with_host("Host: a\r\nA: \ab\r\n")},
      {"a DEL in a value", 400, with_host("Host: a\r\nA: \x7F\r\n")},
      {"an escape in a value", 400, with_host("Host: a\r\nA: \x1B[0m\r\n")},
      {"a bare carriage return in a value", 400, with_host("Host: a\r\nA: b\rc\r\n")},
      {"a carriage return too many", 400, with_host("Host: a\r\nA: b\r\r\n")},
      {"a tab in a value", 0, with_host("Host: a\r\nA: b\tc\r\n")},
      {"bytes over 127 in a value", 0, with_host("Host: a\r\nA: \xC3\xA4\r\n")},
      {"100 headers", 0, with_host("Host: a\r\n" + repeated("A: b\r\n", 99))},
      {"101 headers", 431, with_host("Host: a\r\n" + repeated("A: b\r\n", 100))},
      {"a head of over 16 kB", 431, with_host("Host: a\r\n" + repeated("A: " + std::string(1000, 'b') + "\r\n", 17))},
      {"a name of over 16 kB", 431, with_host("Host: a\r\n" + std::string(17000, 'A') + ": b\r\n")},
  };
}

inline std::vector<SmugglingCase> request_lines() {
  const std::string host = "Host: a\r\n\r\n";
  return {
      {"absolute-form", 0, "GET http://a/p HTTP/1.1\r\n" + host},
      // RFC 9112 3.2.2: Host is then ignored; nothing here depends on it.
      {"absolute-form of another host", 0, "GET http://b/p HTTP/1.1\r\n" + host},
      {"absolute-form without Host", 400, "GET http://a/p HTTP/1.1\r\n\r\n"},
      {"asterisk-form", 0, "OPTIONS * HTTP/1.1\r\n" + host},
      {"a target of 8 kB", 0, "GET /" + std::string(8191, 'x') + " HTTP/1.1\r\n" + host},
      {"a target of over 8 kB", 414, "GET /" + std::string(8192, 'x') + " HTTP/1.1\r\n" + host},
      {"a target that never ends", 414, "GET /" + std::string(8192, 'x')},
      {"a method of over 32 bytes", 501, std::string(33, 'M') + " / HTTP/1.1\r\n" + host},
      {"a method that is no token", 400, "G@T / HTTP/1.1\r\n" + host},
      {"no method", 400, " / HTTP/1.1\r\n" + host},
      {"no target", 400, "GET  HTTP/1.1\r\n" + host},
      {"a tab for a space", 400, "GET\t/ HTTP/1.1\r\n" + host},
      {"two spaces", 400, "GET  / HTTP/1.1\r\n" + host},
      {"two spaces before the version", 400, "GET /  HTTP/1.1\r\n" + host},
      {"a space in the target", 400, "GET /a b HTTP/1.1\r\n" + host},
      {"a space behind the version", 400, "GET / HTTP/1.1 \r\n" + host},
      {"a null in the target", 400, std::string("GET /\0 HTTP/1.1\r\n", 17) + host},
      {"a DEL in the target", 400, "GET /\x7F HTTP/1.1\r\n" + host},
      {"a bare carriage return in the target", 400, "GET /\rX HTTP/1.1\r\n" + host},
      {"a carriage return before the line's end", 400, "GET / HTTP/1.1\r\r\n" + host},
      {"a line feed alone", 400, "GET / HTTP/1.1\n" + host},
      {"HTTP/0.9", 400, "GET /\r\n" + host},
      {"HTTP/0.9 with a version", 505, "GET / HTTP/0.9\r\n" + host},
      {"HTTP/1.2", 0, "GET / HTTP/1.2\r\n" + host},
      {"HTTP/1.9 without Host", 400, "GET / HTTP/1.9\r\n\r\n"},
      {"HTTP/1.2 and a blank", 400, "GET / HTTP/1.2 \r\n" + host},
      {"HTTP/1.2 twice", 400, "GET / HTTP/1.2 HTTP/1.2\r\n" + host},
      {"HTTP/3.1", 505, "GET / HTTP/3.1\r\n" + host},
      {"HTTP/1.10", 400, "GET / HTTP/1.10\r\n" + host},
      {"HTTP/01.1", 400, "GET / HTTP/01.1\r\n" + host},
      {"HTTP/2.0", 505, "GET / HTTP/2.0\r\n" + host},
      {"a version in small letters", 400, "GET / http/1.1\r\n" + host},
      {"HTTP/2's preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"a TLS hello", 400, std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\r\n", 13)},
      {"empty lines before it", 0, "\r\n\r\nGET / HTTP/1.1\r\n" + host},
      {"line feeds before it", 400, "\n\nGET / HTTP/1.1\r\n" + host},
      {"a fragment in the target", 400, "GET /a#b HTTP/1.1\r\n" + host},
  };
}

inline std::vector<SmugglingCase> all_cases() {
  std::vector<SmugglingCase> all;
  for (const auto& cases : {lengths(), codings(), chunks(), heads(), request_lines()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace dialtone::http::smuggling
