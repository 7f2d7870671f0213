#include "tools/bench/service.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <fstream>
#include <iostream>

#include "values/ip_address.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

void wait_for_output(ChildProcess& process) {
  pollfd descriptor{process.output(), POLLIN, 0};
  ::poll(&descriptor, 1, 20);
}

}  // namespace

BenchFolder::BenchFolder() {
  std::string name = (fs::temp_directory_path() / "dialtone-bench-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

BenchFolder::~BenchFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::string BenchFolder::write(std::string_view name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return file(name);
}

fs::path our_executable(std::string_view name) {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path() / name;
}

std::optional<fs::path> peer_executable(std::string_view name) {
  for (const std::string folder : {"/usr/bin/", "/usr/sbin/"}) {
    if (fs::exists(folder + std::string(name))) return folder + std::string(name);
  }
  return std::nullopt;
}

bool run_to_end(const fs::path& executable, const std::vector<std::string>& arguments) {
  Result<ChildProcess> child = ChildProcess::start(executable, arguments, ChildProcess::Errors::kWithOutput);
  if (!child) return false;
  std::string said;
  while (!child->at_end()) {
    for (const std::string& line : child->read_lines()) said += line + "\n";
    wait_for_output(*child);
  }
  while (!child->has_ended()) wait_for_output(*child);
  const bool good = WIFEXITED(*child->status()) && WEXITSTATUS(*child->status()) == 0;
  if (!good) std::cerr << executable.filename().string() << ": " << said.substr(0, 2'000) << '\n';
  return good;
}

bool make_subscribers(const BenchFolder& folder, std::uint64_t count, std::string_view call_agent) {
  const fs::path prov_server = our_executable("prov_server");
  return run_to_end(prov_server,
                    {"subscribers", "generate", "--count", std::to_string(count), "--domain", "voip.example.net",
                     "--call-agent", std::string(call_agent), folder.file("users.csv")}) &&
         run_to_end(prov_server,
                    {"subscribers", "import", "--database", folder.file("users.db"), folder.file("users.csv")});
}

std::uint16_t free_port() {
  const std::unique_ptr<RealWorld> world = make_real_world({});
  std::uint16_t port = 0;
  HostConfig config{.name = "port", .addresses = {IpAddress::loopback_v4()}};
  config.main = [&port](Host& host) -> Task<void> {
    const Result<std::unique_ptr<Listener>, IoError> listener = host.listen({IpAddress::loopback_v4(), 0});
    if (listener) port = (*listener)->local().port;
    co_return;
  };
  world->power_on(world->add_host(std::move(config)));
  while (port == 0) world->run(world->now() + std::chrono::milliseconds(1));
  return port;
}

std::optional<Service> Service::start(const fs::path& executable, const std::vector<std::string>& arguments) {
  Result<ChildProcess> child = ChildProcess::start(executable, arguments);
  if (!child) return std::nullopt;
  return Service(std::move(*child));
}

std::optional<std::string> Service::wait_for_line(std::string_view start) {
  constexpr int kTurns = 500;
  for (int turn = 0; turn < kTurns && !process_.at_end(); ++turn) {
    for (const std::string& line : process_.read_lines()) {
      if (line.starts_with(start)) return line.substr(start.size());
    }
    wait_for_output(process_);
  }
  return std::nullopt;
}

}  // namespace dialtone
