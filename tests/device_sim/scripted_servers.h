// The other parties of a device's stories, as far as a story needs them: each does what its test told it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "device_sim/signalling/signalling_transport.h"
#include "tests/heard.h"
#include "wire/http/message.h"
#include "wire/provisioning/provision_response.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone {

// An HTTP server, as a rule of one answer for a connection.
class ScriptedProvisioning {
 public:
  struct Request {
    Moment time;
    http::Request message;
    // Which connection brought it, counted from 1.
    int connection = 0;
  };
  // The answer's bytes; after them it closes. Nothing: it stays silent and keeps the connection.
  using Script = std::function<std::optional<std::string>(const http::Request&)>;

  Script script;
  // From a request to its answer.
  Duration delay{};
  Heard<Request> requests;
  int connections = 0;
  // Whether it lets the connection open behind that answer.
  std::function<bool(const Request&)> keeps;
  // Ends a kept connection after a while without a request.
  Duration patience = std::chrono::hours(1);

  Task<void> run(Host& host);

  // What a server answers.
  static std::string ok(const provisioning::ProvisionResponse& document);
  static std::string status(int status, const std::map<std::string, std::string>& headers = {}, std::string body = "");

 private:
  Task<void> serve(Host& host, std::unique_ptr<Stream> stream);
};

// A registrar that challenges with nonce-1, nonce-2 and so on, knows one account, and grants what is asked for.
class ScriptedRegistrar {
 public:
  struct Request {
    Moment time;
    Endpoint from;
    sip::Message message;
    bool authorized;  // with the right password, whatever the nonce
    SignallingTransport transport = SignallingTransport::kUdp;
  };
  // What it answers instead of what it would. Nothing: nothing at all.
  using Script = std::function<std::optional<sip::Message>(const Request&, sip::Message usual)>;

  std::string password = "s3cret";
  std::optional<Duration> granted;  // nothing: as asked
  Script script;
  Heard<Request> requests;
  // To what send() sent.
  Heard<sip::Message> responses;
  // The pings over TCP; whether they are answered.
  Heard<Moment> pings;
  bool answers_pings = true;
  // Whether it listens on TCP; set before it has power.
  bool speaks_tcp = true;
  // When connections came.
  Heard<Moment> connections;
  // What it sends first on a connection, and reads nothing until all of it was taken.
  std::string flood;

  Task<void> run(Host& host);
  // Sends something to the device over UDP, or over the newest connection. Only while it runs.
  void send(const Endpoint& to, std::string_view bytes) { static_cast<void>(socket_->send(to, bytes).ok()); }
  void send_streamed(std::string_view bytes) { static_cast<void>(stream_->try_write(bytes).ok()); }
  // Ends the newest connection politely, or throws it away.
  void close() { stream_->shutdown_write(); }
  void reset() { stream_->reset(); }
  // The moments at which requests came, counted from the first of them.
  std::vector<Duration> times() const;
  // A response to a request, without more than every response has.
  static sip::Message response(const Request& request, int status);

 private:
  Task<void> accept_all(Host& host);
  Task<void> serve(Host& host, std::unique_ptr<Stream> stream);
  // What it answers to that; empty: nothing.
  std::string take(Host& host, const Endpoint& from, SignallingTransport transport, sip::Message message);
  sip::Message usual_answer(const Request& request);
  bool authorized(const sip::Message& request) const;

  UdpSocket* socket_ = nullptr;
  Stream* stream_ = nullptr;
  int nonces_ = 0;
};

}  // namespace dialtone
