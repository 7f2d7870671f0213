#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "device_sim/model/device_events.h"
#include "tools/bench/measurement.h"
#include "tools/bench/service.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kFew = 500;
constexpr std::uint64_t kMany = 4'500;

Duration processor_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto time = [](const timeval& value) {
    return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
  };
  return time(usage.ru_utime) + time(usage.ru_stime);
}

// Starts the call agent that the devices register with, and writes users.csv with its address, in `folder`.
std::optional<Service> start_registrar(const BenchFolder& folder, std::string_view transport, Endpoint& endpoint) {
  const std::string sip = "127.0.0.1:" + std::to_string(free_port());
  if (!make_subscribers(folder, kMany, sip)) return std::nullopt;
  std::optional<Service> server =
      Service::start(our_executable("call_agent_sim"), {"serve", "--database", folder.file("users.db"), "--sip", sip});
  const std::optional<std::string> line = server ? server->wait_for_line("listening sip-tcp ") : std::nullopt;
  if (!line) return std::nullopt;
  endpoint = *parse_endpoint(*line);
  std::ostringstream text;
  text << std::ifstream(folder.path() / "users.csv").rdbuf();
  std::string csv = text.str();
  if (transport == "tcp") {
    for (std::size_t at = csv.find(",sip,udp,"); at != std::string::npos; at = csv.find(",sip,udp,", at)) {
      csv.replace(at, 9, ",sip,tcp,");
    }
  }
  folder.write("devices.csv", csv);
  return server;
}

// Returns the cost per device of `run(n)`, which runs n devices; leaves out the cost of starting the program.
template <typename Run>
Measurement measure_difference(const Run& run) {
  const Duration before = processor_of_children();
  if (!run(kFew)) return failed("a run failed");
  const Duration between = processor_of_children();
  if (!run(kMany)) return failed("a run failed");
  const Duration after = processor_of_children();
  Measurement measurement;
  measurement.operations = kMany - kFew;
  measurement.processor = (after - between) - (between - before);
  return measurement;
}

// Returns the CPU time of a fleet of `count` devices until all are registered and idle; does not include switching them
// off.
std::optional<Duration> cost_of_fleet(const BenchFolder& folder, std::uint64_t count) {
  constexpr std::uint64_t kPerSecond = 2'000;
  // Devices take up to three seconds to boot.
  const std::uint64_t seconds = count / kPerSecond + 5;
  std::optional<Service> devices = Service::start(
      our_executable("device_sim"),
      {"--skip-provisioning", "--subscribers", folder.file("devices.csv"), "--count", std::to_string(count), "--rate",
       std::to_string(kPerSecond) + "/s", "--events", folder.file("events.jsonl")});
  if (!devices) return std::nullopt;
  sleep(static_cast<unsigned>(seconds));
  const Duration processor = processor_of(devices->process().pid());
  devices->process().kill();
  std::ifstream events(folder.path() / "events.jsonl");
  std::uint64_t accepted = 0;
  for (std::string line; std::getline(events, line);) {
    if (line.find(device_events::RegistrationAccepted::kEvent.name) != std::string::npos) ++accepted;
  }
  if (accepted != count) return std::nullopt;
  return processor;
}

Measurement measure_devices(std::string_view transport) {
  const BenchFolder folder;
  Endpoint endpoint;
  std::optional<Service> registrar = start_registrar(folder, transport, endpoint);
  if (!registrar) return failed("call_agent_sim did not start");
  const std::optional<Duration> few = cost_of_fleet(folder, kFew);
  const std::optional<Duration> many = cost_of_fleet(folder, kMany);
  if (!few || !many) return failed("not all devices were registered in time");
  Measurement measurement;
  measurement.operations = kMany - kFew;
  measurement.processor = *many - *few;
  return measurement;
}

constexpr std::string_view kSippScenario = R"(<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="register">
<send retrans="500"><![CDATA[
REGISTER sip:[field1] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@[field1]>;tag=[call_number]
To: <sip:[field0]@[field1]>
Call-ID: [call_id]
CSeq: 1 REGISTER
Contact: <sip:[field0]@[local_ip]:[local_port]>
Expires: 3600
Content-Length: 0

]]></send>
<recv response="401" auth="true"></recv>
<send retrans="500"><![CDATA[
REGISTER sip:[field1] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@[field1]>;tag=[call_number]
To: <sip:[field0]@[field1]>
Call-ID: [call_id]
CSeq: 2 REGISTER
Contact: <sip:[field0]@[local_ip]:[local_port]>
[field2]
Expires: 3600
Content-Length: 0

]]></send>
<recv response="200"></recv>
</scenario>
)";

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

Measurement measure_sipp(std::string_view transport) {
  const std::optional<std::filesystem::path> sipp = peer_executable("sipp");
  if (!sipp) return failed("sipp is not installed");
  const BenchFolder folder;
  Endpoint endpoint;
  std::optional<Service> registrar = start_registrar(folder, transport, endpoint);
  if (!registrar) return failed("call_agent_sim did not start");
  const std::string scenario = folder.write("register.xml", kSippScenario);
  std::string fields = "SEQUENTIAL\n";
  std::ifstream csv(folder.path() / "users.csv");
  std::string row;
  std::getline(csv, row);
  while (std::getline(csv, row)) {
    const std::vector<std::string> cells = cells_of(row);
    fields += cells[4] + ";" + cells[5] + ";[authentication username=" + cells[11] + " password=" + cells[12] + "]\n";
  }
  const std::string file = folder.write("fields.csv", fields);
  return measure_difference([&](std::uint64_t count) {
    return run_to_end(*sipp, {to_text(endpoint),
                              "-sf",
                              scenario,
                              "-inf",
                              file,
                              "-m",
                              std::to_string(count),
                              "-r",
                              "1000",
                              "-l",
                              "200",
                              "-t",
                              transport == "tcp" ? "tn" : "un",
                              "-max_socket",
                              "1000",
                              "-i",
                              "127.0.0.1",
                              "-nostdin",
                              "-timeout",
                              "60s",
                              "-timeout_error"});
  });
}

}  // namespace

std::vector<Figure> device_figures() {
  return {
      {"device-udp", "SIP registration with digest over UDP, device side, a socket each", "registration",
       "15 us, 100,000 instructions", [] { return measure_devices("udp"); }},
      {"sipp-udp", "peer: SIPp 3.6, a socket each", "registration", "", [] { return measure_sipp("udp"); }},
      {"device-tcp", "SIP registration over a TCP connection of its own, device side", "registration", "40 us",
       [] { return measure_devices("tcp"); }},
      {"sipp-tcp", "peer: SIPp 3.6, a connection each", "registration", "", [] { return measure_sipp("tcp"); }},
  };
}

}  // namespace dialtone
