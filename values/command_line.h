// Parses a command's arguments into options, which begin with `--`, and words. An option that the command line does not
// give is looked up in the environment: DIALTONE_ and the option's name in capitals, with `_` for `-`.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

struct OptionRule {
  std::string_view name;  // without its dashes
  bool repeats = false;
  // True if the option takes no value: the flag is given or not. In the environment `true`, `1` and `yes` give the
  // flag.
  bool is_flag = false;
};

// Returns the value of an environment variable, or nullopt if the variable is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

class CommandLine {
 public:
  // Accepts `--name value` and `--name=value`; after `--` every argument is a word, and `-` is always a word. Fails on
  // an option without a rule (the error suggests the closest rule), on an option without its value, and on a second
  // occurrence of an option that does not repeat.
  static Result<CommandLine> parse(const std::vector<std::string>& arguments, std::initializer_list<OptionRule> rules,
                                   const Environment& environment);

  // Returns the option's first value, or null if the option was not given.
  const std::string* find(std::string_view option) const;
  // Returns true if the flag was given.
  bool has(std::string_view flag) const { return find(flag) != nullptr; }
  // Returns all values of the option in the order given; empty if the option was not given.
  std::vector<std::string> all(std::string_view option) const;
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> words_;
};

}  // namespace dialtone
