// A server in a process of its own, ours or a peer's, in a folder that is gone with it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/sites/child_process.h"
#include "values/endpoint.h"

namespace dialtone {

class BenchFolder {
 public:
  BenchFolder();
  ~BenchFolder();
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(std::string_view name) const { return (path_ / name).string(); }
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

// One of our executables, beside this one.
std::filesystem::path our_executable(std::string_view name);
// A peer's, where it is installed.
std::optional<std::filesystem::path> peer_executable(std::string_view name);

// Runs a program to its end, silently; whether it ended with 0.
bool run_to_end(const std::filesystem::path& executable, const std::vector<std::string>& arguments);

// users.csv and users.db with `count` subscribers whose call agent is `call_agent`. Whether that worked.
bool make_subscribers(const BenchFolder& folder, std::uint64_t count, std::string_view call_agent);

// A port of the loopback that nobody has at this moment, for both UDP and TCP.
std::uint16_t free_port();

class Service {
 public:
  // Starts it; its output goes nowhere but to wait_for_line.
  static std::optional<Service> start(const std::filesystem::path& executable,
                                      const std::vector<std::string>& arguments);

  // The rest of the first line that begins so; nothing where none came within ten seconds.
  std::optional<std::string> wait_for_line(std::string_view start);
  ChildProcess& process() { return process_; }

 private:
  explicit Service(ChildProcess process) : process_(std::move(process)) {}
  ChildProcess process_;
};

}  // namespace dialtone
