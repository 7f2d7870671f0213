#include <unistd.h>

#include <filesystem>
#include <optional>

#include "subscribers/generate.h"
#include "tools/bench/load.h"
#include "tools/bench/measurement.h"
#include "tools/bench/service.h"
#include "wire/provisioning/provision_request.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kSubscribers = 10'000;
constexpr std::uint64_t kConnections = 50;
constexpr std::uint64_t kRequests = 40'000;
constexpr std::uint64_t kWarmUp = 2'000;
constexpr std::uint64_t kIdle = 10'000;
constexpr std::uint64_t kRegistrations = 8'000;

// Measures the server's process while `load` runs; returns the load's result per operation.
template <typename Load>
Measurement measure_service(Service& service, const Load& load) {
  const pid_t process = service.process().pid();
  const InstructionCounter counter(process);
  const std::optional<std::uint64_t> instructions = counter.count();
  const Duration processor = processor_of(process);
  LoadResult result = load();
  if (result.failed > 0) return failed(std::to_string(result.failed) + " operations failed");
  Measurement measurement;
  measurement.operations = result.answered;
  measurement.processor = processor_of(process) - processor;
  const std::optional<std::uint64_t> after = counter.count();
  if (instructions && after && *after > *instructions) measurement.instructions = *after - *instructions;
  measurement.latencies = std::move(result.latencies);
  return measurement;
}

std::string get_with_body(const std::string& target, const std::string& body) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: dialtone_bench\r\n" +
         (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
}

std::string provisioning_request(std::uint64_t number) {
  const Subscriber subscriber = generate_subscriber(number % kSubscribers, {.domain = "voip.example.net"});
  provisioning::ProvisionRequest request;
  request.product_description = subscriber.product;
  request.customer_number = subscriber.customer_number;
  request.serial_number = subscriber.serial_number;
  request.mac_address = subscriber.mac_address;
  request.ip_address = IpAddress::v4(10, 0, 0, 42);
  request.firmware_version = "1.4.2";
  return get_with_body("/provision", provisioning::write_provision_request(request));
}

Measurement measure_provisioning(std::uint64_t idle) {
  if (const Result<void> raised = raise_open_files_limit(idle + 1'000); !raised) return failed(raised.error().reason);
  const BenchFolder folder;
  if (!make_subscribers(folder, kSubscribers, "127.0.0.1:5060")) return failed("no subscribers");
  std::optional<Service> server = Service::start(
      our_executable("prov_server"), {"serve", "--database", folder.file("users.db"), "--listen", "127.0.0.1:0"});
  const std::optional<std::string> line = server ? server->wait_for_line("listening http ") : std::nullopt;
  if (!line) return failed("prov_server did not start");
  std::vector<std::string> texts;
  for (std::uint64_t number = 0; number < kSubscribers; ++number) texts.push_back(provisioning_request(number));
  const auto text = [&](std::uint64_t number) { return texts[number % kSubscribers]; };
  const Endpoint endpoint = *parse_endpoint(*line);
  load_http(endpoint, kWarmUp, kConnections, 0, text);
  return measure_service(*server, [&] { return load_http(endpoint, kRequests, kConnections, idle, text); });
}

// Measures nginx serving a file as long as a provisioning answer.
Measurement measure_nginx() {
  const std::optional<std::filesystem::path> nginx = peer_executable("nginx");
  if (!nginx) return failed("nginx is not installed");
  const BenchFolder folder;
  constexpr std::size_t kAnswerBytes = 1'000;
  folder.write("settings.xml", std::string(kAnswerBytes, 'x'));
  const std::uint16_t port = free_port();
  const std::string configuration = folder.write(
      "nginx.conf",
      "daemon off; worker_processes 1; user root; pid " + folder.file("pid") + "; error_log " +
          folder.file("error.log") +
          ";\nevents { worker_connections 1024; }\nhttp { access_log off; keepalive_requests 1000000; server "
          "{ listen 127.0.0.1:" +
          std::to_string(port) + "; root " + folder.path().string() + "; } }\n");
  std::optional<Service> server =
      Service::start(*nginx, {"-p", folder.path().string(), "-c", configuration, "-e", folder.file("error.log")});
  if (!server) return failed("nginx did not start");
  const Endpoint endpoint{IpAddress::loopback_v4(), port};
  const std::string request = get_with_body("/settings.xml", "");
  const auto text = [&](std::uint64_t) { return request; };
  for (int turn = 0; turn < 100 && load_http(endpoint, 1, 1, 0, text).answered == 0; ++turn) {
    usleep(50'000);
  }
  return measure_service(*server, [&] { return load_http(endpoint, kRequests, kConnections, 0, text); });
}

std::vector<Subscriber> accounts(std::uint64_t count) {
  std::vector<Subscriber> all;
  for (std::uint64_t number = 0; number < count; ++number) {
    all.push_back(generate_subscriber(number, {.domain = "voip.example.net"}));
  }
  return all;
}

Measurement measure_registrar() {
  const BenchFolder folder;
  if (!make_subscribers(folder, kRegistrations, "127.0.0.1:5060")) return failed("no subscribers");
  std::optional<Service> server = Service::start(
      our_executable("call_agent_sim"), {"serve", "--database", folder.file("users.db"), "--sip", "127.0.0.1:0"});
  const std::optional<std::string> line = server ? server->wait_for_line("listening sip-udp ") : std::nullopt;
  if (!line) return failed("call_agent_sim did not start");
  return measure_service(
      *server, [&] { return load_registrar(*parse_endpoint(*line), accounts(kRegistrations), kConnections); });
}

std::string kamailio_configuration(std::uint16_t port, const BenchFolder& folder) {
  return "#!KAMAILIO\ndebug=0\nlog_stderror=yes\nchildren=1\nauto_aliases=no\ndisable_tcp=yes\nlisten=udp:127.0.0.1:" +
         std::to_string(port) +
         "\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\nloadmodule \"pv.so\"\nloadmodule \"usrloc.so\"\n"
         "loadmodule \"registrar.so\"\nloadmodule \"auth.so\"\nloadmodule \"db_text.so\"\nloadmodule \"auth_db.so\"\n"
         "modparam(\"auth\", \"qop\", \"auth\")\nmodparam(\"auth_db\", \"db_url\", \"text://" +
         folder.file("accounts") +
         "\")\nmodparam(\"auth_db\", \"calculate_ha1\", 1)\nmodparam(\"auth_db\", \"password_column\", \"password\")\n"
         "modparam(\"auth_db\", \"use_domain\", 1)\nrequest_route {\n"
         "  if (!www_authenticate(\"$td\", \"subscriber\")) { www_challenge(\"$td\", \"1\"); exit; }\n"
         "  save(\"location\");\n  exit;\n}\n";
}

// Kamailio's db_text reads its whole table for a look-up, so a hundred accounts are registered repeatedly.
Measurement measure_kamailio() {
  constexpr std::uint64_t kAccounts = 100;
  const std::optional<std::filesystem::path> kamailio = peer_executable("kamailio");
  if (!kamailio) return failed("kamailio is not installed");
  const BenchFolder folder;
  std::filesystem::create_directory(folder.path() / "accounts");
  folder.write("accounts/version", "table_name(string) table_version(int)\nsubscriber:7\n");
  std::string table = "id(int,auto) username(string) domain(string) password(string)\n";
  const std::vector<Subscriber> few = accounts(kAccounts);
  for (std::uint64_t number = 0; number < kAccounts; ++number) {
    table += std::to_string(number + 1) + ":" + few[number].auth_username + ":" + few[number].domain + ":" +
             few[number].auth_password + "\n";
  }
  folder.write("accounts/subscriber", table);
  const std::uint16_t port = free_port();
  const std::string file = folder.write("kamailio.cfg", kamailio_configuration(port, folder));
  const std::string here = folder.path().string();
  std::optional<Service> server = Service::start(
      *kamailio, {"-f", file, "-DD", "-E", "-P", folder.file("pid"), "-w", here, "-Y", here, "-m", "128"});
  if (!server) return failed("kamailio did not start");
  const Endpoint endpoint{IpAddress::loopback_v4(), port};
  sleep(2);
  std::vector<Subscriber> all;
  for (std::uint64_t number = 0; number < kRegistrations; ++number) {
    all.push_back(few[number % kAccounts]);
    // Uses a new Call-ID each time, since the same Call-ID would need an increasing CSeq.
    all.back().serial_number += "-" + std::to_string(number);
  }
  return measure_service(*server, [&] { return load_registrar(endpoint, all, kConnections); });
}

}  // namespace

std::vector<Figure> server_figures() {
  return {
      {"provisioning", "provisioning, server side: keep-alive, 50 connections, XML and SQLite", "request",
       "25 us, 150,000 instructions", [] { return measure_provisioning(0); }},
      {"provisioning-idle", "the same with 10,000 idle connections beside it", "request",
       "p99 within 10 % or 1 ms of the row above", [] { return measure_provisioning(kIdle); }},
      {"nginx", "peer: nginx serves a file as long as the answer", "request", "", measure_nginx},
      {"registrar", "SIP registration with digest over UDP, registrar side", "registration",
       "15 us, 100,000 instructions", measure_registrar},
      {"kamailio", "peer: Kamailio 5.6, a text database of 100 accounts", "registration", "", measure_kamailio},
  };
}

}  // namespace dialtone
