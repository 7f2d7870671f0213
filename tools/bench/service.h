// A server in its own process (ours or a comparable one of others), and a folder that is removed afterwards.
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

// Returns the path of one of our executables, which are in the same folder as this one.
std::filesystem::path our_executable(std::string_view name);
// Returns the path of another project's executable; nullopt if it is not installed.
std::optional<std::filesystem::path> peer_executable(std::string_view name);

// Runs a program without output until it ends; returns true if it ended with 0.
bool run_to_end(const std::filesystem::path& executable, const std::vector<std::string>& arguments);

// Creates users.csv and users.db with `count` subscribers whose call agent is `call_agent`; returns true on success.
bool make_subscribers(const BenchFolder& folder, std::uint64_t count, std::string_view call_agent);

// Returns a loopback port that is free now for both UDP and TCP.
std::uint16_t free_port();

class Service {
 public:
  // Starts the server; its output is read only by wait_for_line().
  static std::optional<Service> start(const std::filesystem::path& executable,
                                      const std::vector<std::string>& arguments);

  // Returns the rest of the first line that begins with `start`; nullopt if none came within ten seconds.
  std::optional<std::string> wait_for_line(std::string_view start);
  ChildProcess& process() { return process_; }

 private:
  explicit Service(ChildProcess process) : process_(std::move(process)) {}
  ChildProcess process_;
};

}  // namespace dialtone
