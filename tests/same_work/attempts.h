// What an attacker may try at each server, in groups whose answers are equal to the byte: the time taken must not
// distinguish the attempts of a group.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/same_work/stage.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

struct Attempt {
  std::string name;
  // Returns the bytes of the attempt for a block of the database (fleet_database.h); `nonce` is fresh, and `count` its
  // next count.
  std::function<std::string(std::uint64_t block, const std::string& nonce, std::uint32_t count)> request;
  // True to exclude the attempt's instructions from the comparison: among rows that share a name, a seek compares the
  // second column too, which may differ by up to 5 %.
  bool is_only_counted = false;
  // True if the subscriber of the document needs no proof. With a lockout such a request is served, whatever its
  // credentials.
  bool needs_no_proof = false;
};

struct AttemptGroup {
  std::string name;
  // The beginning of every answer.
  std::string answer;
  bool is_sip = false;
  // Whether subscribers of the database authenticate.
  bool authenticates = true;
  digest::Algorithm algorithm = digest::Algorithm::kMd5;
  // The others are compared with the first.
  std::vector<Attempt> attempts;
};

std::vector<AttemptGroup> http_attempts();
std::vector<AttemptGroup> sip_attempts();
// Returns the groups of both servers.
std::vector<AttemptGroup> all_attempts();

std::string ask(Stage& stage, const AttemptGroup& group, const std::string& request);
// Gets a nonce from the group's server.
std::string fetch_nonce(Stage& stage, const AttemptGroup& group);

}  // namespace dialtone
