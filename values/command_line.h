// The arguments of a command: options that begin with `--`, and words. An option that is not on the command line is
// looked up in the environment as DIALTONE_ and its name in capitals, `_` for `-`.
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
  // It takes no value: it is there or it is not. In the environment `true`, `1` or `yes` mean that it is.
  bool is_flag = false;
};

// Looks a variable up; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

class CommandLine {
 public:
  // `--name value` or `--name=value`; behind `--` there are only words, and `-` is a word. Fails on an option without a
  // rule, with the one that was meant, without a value, or twice where it does not repeat.
  static Result<CommandLine> parse(const std::vector<std::string>& arguments, std::initializer_list<OptionRule> rules,
                                   const Environment& environment);

  // The option's value, the first of several; null where it was not given.
  const std::string* find(std::string_view option) const;
  // Whether a flag was given.
  bool has(std::string_view flag) const { return find(flag) != nullptr; }
  // In the order given; empty where it was not.
  std::vector<std::string> all(std::string_view option) const;
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> words_;
};

}  // namespace dialtone
