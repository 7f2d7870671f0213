#include "tests/tools/bad_input.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/tools/socket_client.h"
#include "values/hash.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kCallAgentDomain = "voip.example.net";

// Returns how much memory the process uses now.
std::uint64_t resident_kilobytes(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
  }
  return 0;
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> all;
  std::istringstream in(line);
  for (std::string each; std::getline(in, each, ',');) all.push_back(each);
  return all;
}

std::string line_of(int number) { return "line" + std::to_string(100000 + number); }

}  // namespace

std::uint64_t Dice::below(std::uint64_t limit) {
  state_ += 0x9E3779B97F4A7C15;
  return mix(state_) % limit;
}

std::string Dice::bytes(std::size_t count) {
  std::string all(count, '\0');
  for (char& each : all) each = static_cast<char>(below(256));
  return all;
}

std::string mutated(std::string message, Dice& dice) {
  static constexpr std::string_view kTelling[] = {"\r\n", ":", ";",  "\"", "<",          ">",
                                                  ",",    "%", "\0", "-1", "99999999999"};
  const std::uint64_t changes = 1 + dice.below(5);
  for (std::uint64_t i = 0; i < changes && !message.empty(); ++i) {
    const std::size_t at = dice.below(message.size());
    const std::size_t count = 1 + dice.below(std::min<std::size_t>(40, message.size() - at));
    switch (dice.below(5)) {
      case 0: message[at] = static_cast<char>(dice.below(256)); break;
      case 1: message.erase(at, count); break;
      case 2: message.insert(at, std::string(message, at, count)); break;
      case 3: message.insert(at, kTelling[dice.below(std::size(kTelling))]); break;
      default: message.resize(at); break;
    }
  }
  return message;
}

std::string provision_document(int number) {
  char mac_address[18];
  std::snprintf(mac_address, sizeof mac_address, "02:D1:A1:00:00:%02X", static_cast<unsigned>(number & 0xFF));
  char serial_number[13];
  std::snprintf(serial_number, sizeof serial_number, "DT%010d", number);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><provision-request version=\"1.0\"><header>"
         "<xml-version>1.0</xml-version><product-description>ATA-2</product-description><customer-number>C" +
         std::to_string(100000 + number) + "</customer-number></header><body><device><serial-number>" + serial_number +
         "</serial-number><mac-address>" + mac_address +
         "</mac-address><ip-address>10.0.0.42</ip-address></device></body></provision-request>";
}

std::string provision_request(int number, std::string_view connection) {
  const std::string document = provision_document(number);
  return "GET /provision HTTP/1.1\r\nHost: prov.example.net\r\nConnection: " + std::string(connection) +
         "\r\nContent-Length: " + std::to_string(document.size()) + "\r\n\r\n" + document;
}

std::string register_request(const Registration& registration) {
  const std::string of =
      "<sip:" + line_of(registration.other_number.value_or(registration.number)) + "@" + kCallAgentDomain + ">";
  const std::string number = std::to_string(registration.cseq);
  return std::string("REGISTER sip:") + kCallAgentDomain + " SIP/2.0\r\nVia: SIP/2.0/" + registration.transport +
         " 127.0.0.1:9;branch=z9hG4bK-" + registration.call_id + number + line_of(registration.number) +
         ";rport\r\nMax-Forwards: 70\r\nFrom: " + of + ";tag=here\r\nTo: " + of +
         "\r\nCall-ID: " + registration.call_id + "\r\nCSeq: " + number + " REGISTER\r\n" +
         (registration.contact.empty() ? "" : "Contact: <" + registration.contact + ">\r\nExpires: 600\r\n") +
         (registration.authorization.empty() ? "" : "Authorization: " + registration.authorization + "\r\n") +
         "Content-Length: 0\r\n\r\n";
}

std::string header_of(const std::string& message, const std::string& name) {
  const std::size_t at = message.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return message.substr(begin, message.find("\r\n", begin) - begin);
}

// --- the servers ---

ServersUnderAttack::ServersUnderAttack() {
  make_database();
  start_provisioning();
  start_call_agent();
  expect_serving();
  provisioning_kilobytes_ = resident_kilobytes(provisioning_->pid());
  call_agent_kilobytes_ = resident_kilobytes(call_agent_->pid());
}

void ServersUnderAttack::make_database() {
  database_ = folder_.file("users.db");
  Command generate("prov_server",
                   {"subscribers", "generate", "--count", std::to_string(kSubscribers), "--domain", kCallAgentDomain},
                   folder_.path());
  ASSERT_EQ(generate.wait(), 0) << generate.err();
  Command import("prov_server", {"subscribers", "import", "--database", database_, "-"}, folder_.path(),
                 generate.out());
  ASSERT_EQ(import.wait(), 0) << import.err();
  std::istringstream rows(generate.out());
  std::string row;
  std::getline(rows, row);
  const std::vector<std::string> names = split(row);
  const auto column = static_cast<std::size_t>(std::find(names.begin(), names.end(), "auth_password") - names.begin());
  while (std::getline(rows, row)) passwords_.push_back(split(row).at(column));
  ASSERT_EQ(passwords_.size(), static_cast<std::size_t>(kSubscribers));
}

std::vector<std::string> ServersUnderAttack::provisioning_arguments() const {
  return {"serve", "--database", database_, "--listen", "127.0.0.1:0", "--events", "provisioning.jsonl"};
}

std::vector<std::string> ServersUnderAttack::call_agent_arguments() const {
  return {"serve",           "--database",   database_,  "--sip",           "127.0.0.1:0",
          "--keep-bindings", "bindings.txt", "--events", "call_agent.jsonl"};
}

void ServersUnderAttack::start_provisioning() {
  provisioning_.emplace("prov_server", provisioning_arguments(), folder_.path());
  http_port_ = port_of(provisioning_->wait_for_line("listening http "));
  ASSERT_NE(http_port_, 0) << provisioning_->err();
}

void ServersUnderAttack::start_call_agent() {
  call_agent_.emplace("call_agent_sim", call_agent_arguments(), folder_.path());
  sip_port_ = port_of(call_agent_->wait_for_line("listening sip-tcp "));
  ASSERT_NE(sip_port_, 0) << call_agent_->err();
}

void ServersUnderAttack::expect_serving() {
  EXPECT_THAT(ask_tcp(http_port_, provision_request(1)), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(register_with_digest({.number = 1, .contact = "sip:line100001@127.0.0.1:9", .call_id = "good"}),
              StartsWith("SIP/2.0 200 OK\r\n"));
}

std::string ServersUnderAttack::authorization_for(const Registration& registration, const std::string& challenged) {
  const auto challenge = digest::parse_challenge(header_of(challenged, "WWW-Authenticate"));
  if (!challenge) return "no challenge in " + challenged;
  const std::string line = line_of(registration.number);
  const std::string password = password_of(registration.number);
  const auto credentials =
      digest::answer(*challenge, {line, password}, "REGISTER", "sip:" + std::string(kCallAgentDomain), "cnonce", 1);
  return digest::to_text(*credentials);
}

std::string ServersUnderAttack::register_with_digest(Registration registration) {
  registration.cseq = ++last_cseq_;
  registration.authorization = authorization_for(registration, ask_udp(sip_port_, register_request(registration)));
  registration.cseq = ++last_cseq_;
  return ask_udp(sip_port_, register_request(registration));
}

void ServersUnderAttack::expect_good_end() {
  expect_serving();
  expect_good_end_of(*provisioning_, provisioning_kilobytes_);
  expect_good_end_of(*call_agent_, call_agent_kilobytes_);
  for (const char* file : {"provisioning.jsonl", "call_agent.jsonl"}) {
    expect_no_secret_in(read_file(folder_.path() / file), file);
  }
}

void ServersUnderAttack::expect_good_end_of(Command& server, std::uint64_t kilobytes_before) {
  // A sanitizer keeps freed memory for a while.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  constexpr std::uint64_t kMostGrowth = 1024UL * 1024;
#else
  constexpr std::uint64_t kMostGrowth = 96UL * 1024;
#endif
  EXPECT_LT(resident_kilobytes(server.pid()), kilobytes_before + kMostGrowth);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.err();
  EXPECT_EQ(server.err(), "");
  expect_no_secret_in(server.out(), "standard output");
}

void ServersUnderAttack::expect_no_secret_in(const std::string& text, const std::string& where) const {
  EXPECT_EQ(text.find("response="), std::string::npos) << where;
  for (const std::string& password : passwords_) {
    EXPECT_EQ(text.find(password), std::string::npos) << "a password stands in " << where;
  }
}

}  // namespace dialtone
