// What an attacker may try at each server, in groups whose answers are the same bytes: whoever measures them may not be
// able to tell one from another.
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
  // The bytes of a try of the block's somebody (fleet_database.h); `nonce` is fresh, and `count` its next count.
  std::function<std::string(std::uint64_t block, const std::string& nonce, std::uint32_t count)> request;
  // Whether its instructions are not compared: on its way through those who share a name, a seek compares the second
  // column too, so that they may differ by up to 5 %.
  bool is_only_counted = false;
};

struct AttemptGroup {
  std::string name;
  // As every answer begins.
  std::string answer;
  bool is_sip = false;
  // Of the database that is asked.
  bool authenticates = true;
  digest::Algorithm algorithm = digest::Algorithm::kMd5;
  // The others are compared with the first.
  std::vector<Attempt> attempts;
};

std::vector<AttemptGroup> http_attempts();
std::vector<AttemptGroup> sip_attempts();
// Both.
std::vector<AttemptGroup> all_attempts();

std::string ask(Stage& stage, const AttemptGroup& group, const std::string& request);
// A nonce of the group's server.
std::string fetch_nonce(Stage& stage, const AttemptGroup& group);

}  // namespace dialtone
