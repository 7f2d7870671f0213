// Devices and their registrars, with the registrars' answers and requests to devices.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/device_sim/device_story.h"
#include "wire/digest/credentials.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {

inline constexpr std::string_view kCheckSync = "Event: check-sync\r\n";
inline constexpr std::string_view kCheckSyncReboot = "Event: check-sync;reboot=true\r\n";
inline constexpr auto kTcp = Transport::kTcp;

class Registering : public DeviceStory {
 protected:
  using Request = ScriptedRegistrar::Request;
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // Answers the first `count` authorized requests with `status`, and later ones as usual.
  void refuse(int status, std::string_view header = {}, std::string_view value = {}, int count = 1'000'000) {
    registrar_.script = [=](const Request& request, sip::Message usual) mutable -> std::optional<sip::Message> {
      if (!request.authorized || count-- <= 0) return usual;
      sip::Message answer = ScriptedRegistrar::response(request, status);
      if (!header.empty()) answer.add(header, value);
      return answer;
    };
  }
  // Answers the n-th request with the n-th of `answers`, and later ones as usual.
  void answer_in_turn(std::vector<std::pair<int, Headers>> answers) {
    registrar_.script = [=, turn = std::size_t{0}](const Request& request,
                                                   sip::Message usual) mutable -> std::optional<sip::Message> {
      if (turn == answers.size()) return usual;
      const auto& [status, headers] = answers[turn++];
      sip::Message answer = ScriptedRegistrar::response(request, status);
      for (const auto& [name, value] : headers) answer.add(name, value);
      return answer;
    };
  }
  void stay_silent(ScriptedRegistrar& registrar) {
    registrar.script = [](const Request&, const sip::Message&) { return std::nullopt; };
  }
  void provision_with(std::vector<provisioning::CallAgent> agents) {
    provisioning_.script = [agents = std::move(agents)](const http::Request&) {
      auto answer = settings();
      answer.call_agents = agents;
      return ScriptedProvisioning::ok(answer);
    };
  }

  // Returns a request to the device. `more` are complete header lines.
  static std::string request(std::string_view method, std::string_view more = {},
                             std::string_view branch = "z9hG4bKprobe") {
    std::string bytes(method);
    bytes += " sip:line100042@10.0.1.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2:5060;branch=";
    bytes += branch;
    bytes +=
        "\r\nFrom: <sip:probe@voip.example.net>;tag=1\r\nTo: <sip:line100042@voip.example.net>\r\n"
        "Call-ID: probe\r\nMax-Forwards: 70\r\nCSeq: 1 ";
    bytes += method;
    bytes += "\r\n";
    bytes += more;
    bytes += "Content-Length: 0\r\n\r\n";
    return bytes;
  }
  // Sends a request from the registrar; returns the status of the device's answer, 0 if none came at once.
  int ask(std::string_view bytes) { return ask(registrar_, bytes); }
  int ask(ScriptedRegistrar& from, std::string_view bytes) {
    from.responses.clear();
    from.send(contact_, bytes);
    run_for(1ms);
    return from.responses.empty() ? 0 : from.responses[0].status();
  }

  Duration first_delay() const { return Duration(events_.named("retry.scheduled").at(0).number("delay")); }
  static std::uint32_t cseq(const Request& request) { return sip::cseq_of(request.message)->number; }
  static std::string_view call_id(const Request& request) { return *request.message.first(sip::HeaderName::kCallId); }
  static digest::Credentials credentials(const Request& request) {
    return *digest::parse_credentials(*request.message.first(sip::HeaderName::kAuthorization));
  }
};

}  // namespace dialtone
