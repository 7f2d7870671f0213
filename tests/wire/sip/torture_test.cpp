// The torture messages of RFC 4475 and, for IPv6, RFC 5118: torture/NAME.sip contains each as a datagram.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>

#include "tests/build_paths.h"
#include "tests/wire/sip/torture_answers.h"
#include "wire/sip/contact.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"
#include "wire/sip/writer.h"

namespace dialtone::sip {
namespace {

const Endpoint kTorturer{IpAddress::v4(192, 0, 2, 1), 5060};

// The result of reading a message, before the application sees it.
enum class Outcome {
  kWellFormed,
  kAnswered400,
  kAnswered505,
  kDropped,  // a response
};

struct Torture {
  std::string_view section;
  std::string_view name;
  Outcome outcome = Outcome::kWellFormed;
  // Part of the error, for a message that is not well-formed.
  std::string_view reason = {};
};

constexpr std::array<Torture, 61> kMessages = {{
    {"RFC 4475 3.1.1.1", "wsinv"},
    {"RFC 4475 3.1.1.2", "intmeth"},
    {"RFC 4475 3.1.1.3", "esc01"},
    {"RFC 4475 3.1.1.4", "escnull"},
    {"RFC 4475 3.1.1.5", "esc02"},
    {"RFC 4475 3.1.1.6", "lwsdisp"},
    {"RFC 4475 3.1.1.7", "longreq"},
    {"RFC 4475 3.1.1.8", "dblreq"},
    {"RFC 4475 3.1.1.9", "semiuri"},
    {"RFC 4475 3.1.1.10", "transports"},
    {"RFC 4475 3.1.1.11", "mpart01"},
    {"RFC 4475 3.1.1.12", "unreason"},
    {"RFC 4475 3.1.1.13", "noreason"},
    {"RFC 4475 3.1.2.1", "badinv01", Outcome::kAnswered400, "Via"},
    {"RFC 4475 3.1.2.2", "clerr", Outcome::kAnswered400, "shorter than its Content-Length"},
    {"RFC 4475 3.1.2.3", "ncl", Outcome::kAnswered400, "Content-Length that is not a number"},
    {"RFC 4475 3.1.2.4", "scalar02", Outcome::kAnswered400, "CSeq"},
    {"RFC 4475 3.1.2.5", "scalarlg", Outcome::kDropped, "CSeq"},
    {"RFC 4475 3.1.2.6", "quotbal", Outcome::kAnswered400, "quoted string without an end"},
    {"RFC 4475 3.1.2.7", "ltgtruri", Outcome::kAnswered400, "Request-URI"},
    {"RFC 4475 3.1.2.8", "lwsruri", Outcome::kAnswered400, "request line"},
    {"RFC 4475 3.1.2.9", "lwsstart", Outcome::kAnswered400, "Request-URI"},
    {"RFC 4475 3.1.2.10", "trws", Outcome::kAnswered400, "request line"},
    {"RFC 4475 3.1.2.11", "escruri", Outcome::kAnswered400, "Request-URI with headers"},
    // A Date is checked by the element that reads it, which may ignore it.
    {"RFC 4475 3.1.2.12", "baddate"},
    // A registrar reads the Contact, and answers with 400.
    {"RFC 4475 3.1.2.13", "regbadct"},
    {"RFC 4475 3.1.2.14", "badaspec", Outcome::kAnswered400, "To: no scheme"},
    {"RFC 4475 3.1.2.15", "baddn", Outcome::kAnswered400, "display name that needs quotes"},
    {"RFC 4475 3.1.2.16", "badvers", Outcome::kAnswered505},
    {"RFC 4475 3.1.2.17", "mismatch01", Outcome::kAnswered400, "CSeq of another method"},
    {"RFC 4475 3.1.2.18", "mismatch02", Outcome::kAnswered400, "CSeq of another method"},
    {"RFC 4475 3.1.2.19", "bigcode", Outcome::kDropped, "status"},
    {"RFC 4475 3.2.1", "badbranch"},
    {"RFC 4475 3.3.1", "insuf", Outcome::kAnswered400, "no From header"},
    {"RFC 4475 3.3.2", "unkscm"},
    {"RFC 4475 3.3.3", "novelsc"},
    {"RFC 4475 3.3.4", "unksm2"},
    {"RFC 4475 3.3.5", "bext01"},
    {"RFC 4475 3.3.6", "invut"},
    {"RFC 4475 3.3.7", "regaut01"},
    {"RFC 4475 3.3.8", "multi01", Outcome::kAnswered400, "more than one CSeq header"},
    {"RFC 4475 3.3.9", "mcl01", Outcome::kAnswered400, "two Content-Lengths that differ"},
    {"RFC 4475 3.3.10", "bcast"},
    {"RFC 4475 3.3.11", "zeromf"},
    {"RFC 4475 3.3.12", "cparam01"},
    {"RFC 4475 3.3.13", "cparam02"},
    {"RFC 4475 3.3.14", "regescrt"},
    {"RFC 4475 3.3.15", "sdp01"},
    {"RFC 4475 3.4.1", "inv2543"},
    {"RFC 5118 4.1", "ipv6-good"},
    {"RFC 5118 4.2", "ipv6-bad", Outcome::kAnswered400, "Request-URI: not a port"},
    // The port is read as part of the address, because the text is ambiguous.
    {"RFC 5118 4.3", "port-ambiguous"},
    {"RFC 5118 4.4", "port-unambiguous"},
    {"RFC 5118 4.5", "via-received-param-with-delim"},
    {"RFC 5118 4.5", "via-received-param-no-delim"},
    {"RFC 5118 4.6", "ipv6-in-sdp"},
    {"RFC 5118 4.7", "mult-ip-in-header"},
    {"RFC 5118 4.8", "mult-ip-in-sdp"},
    {"RFC 5118 4.9", "ipv4-mapped-ipv6"},
    // RFC 3261's grammar has three colons by mistake; RFC 5954 corrects it.
    {"RFC 5118 4.10", "ipv6-bug-abnf-3-colons", Outcome::kAnswered400, "not a host"},
    {"RFC 5118 4.10", "ipv6-correct-abnf-2-colons"},
}};

Message read(std::string_view name) {
  Result<Message> message = parse_message(torture_datagram(name));
  EXPECT_TRUE(message) << name << ": " << message.error().reason;
  return message ? *std::move(message) : Message();
}

struct Judged {
  Outcome outcome;
  std::string reason;
};

// Returns what a server finds when it reads the message. torture_answers.h has the servers' own answers, which the
// tests tests/call_agent_sim/service/torture_test.cpp and tests/device_sim/hostile/torture_test.cpp check.
Judged judge(const std::string& datagram) {
  Result<Message, MalformedMessage> message = read_message(datagram);
  if (!message) {
    const bool answerable = message.error().request && message.error().request->first(HeaderName::kVia);
    return {answerable ? Outcome::kAnswered400 : Outcome::kDropped, message.error().reason};
  }
  if (!is_of_known_version(*message)) return {message->is_request() ? Outcome::kAnswered505 : Outcome::kDropped, ""};
  const Result<void> valid = validate(*message);
  if (valid) return {Outcome::kWellFormed, ""};
  return {message->is_request() ? Outcome::kAnswered400 : Outcome::kDropped, valid.error().reason};
}

TEST(Torture, EachComesToWhatItsRfcSaysOfIt) {
  for (const Torture& torture : kMessages) {
    SCOPED_TRACE(std::string(torture.section) + " " + std::string(torture.name));
    const Judged judged = judge(torture_datagram(torture.name));
    EXPECT_EQ(judged.outcome, torture.outcome) << judged.reason;
    EXPECT_NE(judged.reason.find(torture.reason), std::string::npos) << judged.reason;
  }
}

TEST(Torture, HasARowForEveryMessage) {
  const std::filesystem::directory_iterator files(DIALTONE_SOURCE_DIR "/tests/wire/sip/torture");
  EXPECT_EQ(static_cast<std::size_t>(std::distance(begin(files), end(files))), kMessages.size());
  for (std::size_t i = 0; i < kMessages.size(); ++i) EXPECT_EQ(kTortureAnswers[i].name, kMessages[i].name);
}

TEST(Torture, ReadsBackWhatItWrites) {
  int read_back = 0;
  for (const Torture& torture : kMessages) {
    const Result<Message> message = parse_message(torture_datagram(torture.name));
    if (!message) continue;
    const Result<Message> again = parse_message(write(*message));
    ASSERT_TRUE(again) << torture.name << ": " << again.error().reason;
    EXPECT_EQ(*again, *message) << torture.name;
    ++read_back;
  }
  EXPECT_EQ(read_back, 53) << "of the messages are well-formed";
}

TEST(Torture, AnswersEveryRequestReadably) {
  int answered = 0;
  for (const Torture& torture : kMessages) {
    const Result<Message, MalformedMessage> message = read_message(torture_datagram(torture.name));
    const Message* request = message ? &*message : message.error().request ? &*message.error().request : nullptr;
    if (request == nullptr || !request->is_request()) continue;
    const Result<Message> answer = parse_message(write(response_to(*request, 400, "here", kTorturer)));
    ASSERT_TRUE(answer) << torture.name << ": " << answer.error().reason;
    EXPECT_EQ(answer->first(HeaderName::kCSeq), request->first(HeaderName::kCSeq)) << torture.name;
    ++answered;
  }
  EXPECT_EQ(answered, 56) << "of the messages are requests that can be answered";
}

TEST(Torture, ReadsTheTortuousInvite) {
  const Message message = read("wsinv");
  EXPECT_EQ(from_of(message)->tag(), "98asjd8");
  EXPECT_EQ(from_of(message)->display_name, "\"J Rosenberg \\\\\\\"\"");
  EXPECT_EQ(to_of(message)->tag(), "1918181833n");
  EXPECT_EQ(*number_of(message, HeaderName::kMaxForwards), 68U);
  EXPECT_EQ(message.first("newfangledheader"), "newfangled value   continued newfangled value");
  EXPECT_EQ(message.first("unknownheaderwithunusualvalue"), ";;,,;;,;");
  EXPECT_EQ(message.first(HeaderName::kSubject), "");
  EXPECT_EQ(cseq_of(message)->number, 9U);
  EXPECT_EQ(message.count(HeaderName::kVia), 2U);
  EXPECT_EQ(top_via_of(message)->branch, "390skdjuw");
  EXPECT_EQ(contacts_of(message)->contacts.at(0).q, 330);
  EXPECT_EQ(message.body().size(), 150U);
}

TEST(Torture, KeepsTheWideRangeOfCharacters) {
  const Message message = read("intmeth");
  EXPECT_EQ(message.method(), Method::kUnknown);
  EXPECT_EQ(message.method_name(), "!interesting-Method0123456789_*+`.%indeed'~");
  EXPECT_EQ(to_of(message)->display_name, (std::string_view("\"BEL:\\\x07 NUL:\\\0 DEL:\\\x7F\"", 22)));
  EXPECT_EQ(from_of(message)->tag(), "_token~1'+`*%!-.");
  EXPECT_EQ(top_via_of(message)->branch, "z9hG4bK-.!%66*_+`'~");
}

TEST(Torture, UndoesEscapesOnlyInUris) {
  const Message escaped = read("esc01");
  EXPECT_TRUE(equivalent(to_of(escaped)->uri, *parse_uri("sip:user@example.com")));
  EXPECT_EQ(unescape(contacts_of(escaped)->contacts.at(0).address.uri.user), "caller");
  const Message unescaped = read("esc02");
  EXPECT_EQ(unescaped.method(), Method::kUnknown);
  EXPECT_EQ(contacts_of(unescaped)->contacts.size(), 2U);
}

TEST(Torture, TellsEscapedNullsApart) {
  const Message message = read("escnull");
  const Result<ContactList> list = contacts_of(message);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->contacts.size(), 2U);
  EXPECT_FALSE(equivalent(list->contacts[0].address.uri, list->contacts[1].address.uri));
}

TEST(Torture, DropsTheSecondRequestOfADatagram) {
  const Message message = read("dblreq");
  EXPECT_EQ(message.method(), Method::kRegister);
  EXPECT_EQ(message.body(), "");
}

TEST(Torture, TakesAnEmptyReasonAndOneThatIsNotAscii) {
  EXPECT_EQ(read("noreason").status(), 100);
  EXPECT_EQ(read("noreason").reason(), "");
  EXPECT_TRUE(read("unreason").reason().starts_with("= 2**3 * 5**2 \xD0\xBD"));
}

TEST(Torture, MatchesABranchOfTheCookieAloneAsRfc2543Does) {
  Message request = read("badbranch");
  const std::string key = *server_transaction_key(request);
  EXPECT_NE(key.find("badbranch"), std::string::npos) << key;
}

TEST(Torture, LeavesUnknownSchemesToTheApplication) {
  EXPECT_EQ(parse_uri(read("unkscm").request_uri())->scheme, "nobodyKnowsThisScheme");
  EXPECT_EQ(parse_uri(read("novelsc").request_uri())->scheme, "soap.beep");
  const Message message = read("unksm2");
  EXPECT_EQ(to_of(message)->uri.scheme, "isbn");
  EXPECT_EQ(from_of(message)->uri.scheme, "http");
  EXPECT_FALSE(contacts_of(message)->contacts.at(0).address.uri.is_sip());
}

TEST(Torture, SaysWhichExtensionsAreNotSupported) {
  EXPECT_EQ(unsupported_of(read("bext01"), {}), "nothingSupportsThis, nothingSupportsThisEither");
}

TEST(Torture, TellsParametersOfAHeaderFromThoseOfAUri) {
  const Message of_header = read("cparam01");
  const Contact bare = contacts_of(of_header)->contacts.at(0);
  EXPECT_TRUE(bare.address.parameters.has("unknownparam"));
  EXPECT_EQ(bare.address.uri.text, "sip:+19725552222@gw1.example.net");
  const Message of_uri = read("cparam02");
  const Contact bracketed = contacts_of(of_uri)->contacts.at(0);
  EXPECT_TRUE(bracketed.address.uri.parameters.has("unknownparam"));
  EXPECT_TRUE(bracketed.address.parameters.empty());
}

TEST(Torture, KeepsAContactsEscapedHeader) {
  const Message message = read("regescrt");
  EXPECT_EQ(contacts_of(message)->contacts.at(0).address.uri.headers, "Route=%3Csip:sip.example.com%3E");
}

TEST(Torture, RefusesABareContactWithAQuestionMark) { EXPECT_FALSE(contacts_of(read("regbadct"))); }

TEST(Torture, RefusesADateInAnotherZone) {
  EXPECT_FALSE(date_of(read("baddate")));
  EXPECT_TRUE(date_of(read("mpart01")));
}

TEST(Torture, TakesExpirationsThatAreTooLargeForTheLargest) {
  const Message message = read("scalar02");
  EXPECT_EQ(expires_of(message), 4294967295U);
  EXPECT_EQ(contacts_of(message)->contacts.at(0).expires, 4294967295U);
}

TEST(Torture, TakesAReceivedAddressWithAndWithoutBrackets) {
  EXPECT_EQ(top_via_of(read("via-received-param-with-delim"))->received, "2001:db8::9:255");
  EXPECT_EQ(top_via_of(read("via-received-param-no-delim"))->received, "2001:db8::9:255");
}

TEST(Torture, ReadsAPortOnlyBehindTheBracket) {
  const Message ambiguous = read("port-ambiguous");
  EXPECT_EQ(parse_uri(ambiguous.request_uri())->host_port.host, "2001:db8::10:5070");
  EXPECT_EQ(parse_uri(ambiguous.request_uri())->host_port.port, std::nullopt);
  const Message unambiguous = read("port-unambiguous");
  EXPECT_EQ(parse_uri(unambiguous.request_uri())->host_port.host, "2001:db8::10");
  EXPECT_EQ(parse_uri(unambiguous.request_uri())->host_port.port, 5070);
}

TEST(Torture, KnowsAMappedIpv4AddressInAVia) {
  const Message message = read("ipv4-mapped-ipv6");
  EXPECT_EQ(top_via_of(message)->sent_by.host, "::ffff:192.0.2.10");
  EXPECT_EQ(top_via_of(message)->sent_by.port, 19823);
}

}  // namespace
}  // namespace dialtone::sip
