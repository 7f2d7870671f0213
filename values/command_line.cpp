#include "values/command_line.h"

#include <algorithm>

#include "values/spelling.h"

namespace dialtone {
namespace {

std::string variable_of(std::string_view option) {
  std::string name = "DIALTONE_";
  for (const char c : option) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

Failure unknown_option(std::string_view name, std::initializer_list<OptionRule> rules) {
  std::vector<std::string> known;
  for (const OptionRule& rule : rules) known.push_back("--" + std::string(rule.name));
  return Failure{"unknown option '" + std::string(name) + "'" + did_you_mean(name, {known.begin(), known.end()})};
}

}  // namespace

Result<CommandLine> CommandLine::parse(const std::vector<std::string>& arguments,
                                       std::initializer_list<OptionRule> rules, const Environment& environment) {
  CommandLine line;
  bool only_words = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (only_words || !argument.starts_with('-') || argument == "-") {
      line.words_.emplace_back(argument);
      continue;
    }
    if (argument == "--") {
      only_words = true;
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(0, equals);
    const auto* rule = std::find_if(rules.begin(), rules.end(), [&](const OptionRule& known) {
      return name.starts_with("--") && name.substr(2) == known.name;
    });
    if (rule == rules.end()) return unknown_option(name, rules);
    if (rule->is_flag) {
      if (equals != std::string_view::npos) return Failure{"option '" + std::string(name) + "' takes no value"};
      line.values_[std::string(rule->name)] = {"true"};
      continue;
    }
    if (equals == std::string_view::npos && i + 1 == arguments.size()) {
      return Failure{"option '" + std::string(name) + "' lacks its value"};
    }
    std::vector<std::string>& values = line.values_[std::string(rule->name)];
    if (!values.empty() && !rule->repeats) return Failure{"option '" + std::string(name) + "' is given twice"};
    values.push_back(equals == std::string_view::npos ? arguments[++i] : std::string(argument.substr(equals + 1)));
  }
  for (const OptionRule& rule : rules) {
    std::vector<std::string>& values = line.values_[std::string(rule.name)];
    if (!values.empty()) continue;
    std::optional<std::string> value = environment(variable_of(rule.name));
    const bool off = rule.is_flag && value && *value != "true" && *value != "1" && *value != "yes";
    if (value && !off) values.push_back(*std::move(value));
  }
  return line;
}

const std::string* CommandLine::find(std::string_view option) const {
  const auto values = values_.find(option);
  return values == values_.end() || values->second.empty() ? nullptr : &values->second.front();
}

std::vector<std::string> CommandLine::all(std::string_view option) const {
  const auto values = values_.find(option);
  return values == values_.end() ? std::vector<std::string>() : values->second;
}

}  // namespace dialtone
