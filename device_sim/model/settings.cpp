#include "device_sim/model/settings.h"

#include <array>
#include <charconv>
#include <limits>
#include <type_traits>
#include <utility>

#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"

namespace dialtone {
namespace {

using provisioning::CallAgent;
using provisioning::for_each_field;
using provisioning::Member;
using provisioning::Several;
namespace types = provisioning::types;

// --- values as text ---

template <typename Value>
void append_setting(std::string& out, const Value& value) {
  if constexpr (std::is_same_v<Value, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<Value>) {
    std::array<char, std::numeric_limits<Value>::digits10 + 1> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  } else if constexpr (std::is_enum_v<Value>) {
    out += to_text(value);
  } else {
    out += value;
  }
}

// Writes `sip udp 5060 ca1.example.net`, with `-` for an absent port.
void append_setting(std::string& out, const CallAgent& agent) {
  static_assert(std::tuple_size_v<decltype(CallAgent::fields())> == 4, "each has its place in the line");
  append_setting(out, agent.protocol);
  out += ' ';
  append_setting(out, agent.transport);
  out += ' ';
  if (agent.port) {
    append_setting(out, *agent.port);
  } else {
    out += '-';
  }
  out += ' ';
  out += agent.address;
}

template <typename Value>
void append_line(std::string& out, std::string_view key, const Value& value) {
  out += key;
  out += ' ';
  append_setting(out, value);
  out += '\n';
}

// Removes the part before the next `end` from `text` and returns it; the whole text if there is no `end`.
std::string_view take_part(std::string_view& text, char end) {
  const std::size_t size = text.find(end);
  const std::string_view part = text.substr(0, size);
  text.remove_prefix(size == std::string_view::npos ? text.size() : size + 1);
  return part;
}

Result<CallAgent> parse_call_agent(std::string_view value) {
  CallAgent agent;
  const auto protocol = types::Word<provisioning::CallAgentProtocol>::parse(take_part(value, ' '));
  const auto transport = types::Word<Transport>::parse(take_part(value, ' '));
  const std::string_view port_text = take_part(value, ' ');
  const auto address = provisioning::parse_host(value);
  if (!protocol || !transport || !address) return Failure{"call-agent is malformed"};
  agent.protocol = *protocol;
  agent.transport = *transport;
  agent.address = *address;
  if (port_text != "-") {
    const auto port = provisioning::parse_service_port(port_text);
    if (!port) return Failure{"call-agent has a malformed port"};
    agent.port = *port;
  }
  return agent;
}

// --- lines for fields ---

// Appends the fields that occur once, including those of nested structs.
template <typename Struct>
void append_single_lines(std::string& out, const Struct& object) {
  for_each_field<Struct>([&]<auto kMember, typename Type>(const provisioning::Field<kMember, Type>& field) {
    const auto& value = object.*kMember;
    if constexpr (std::is_same_v<Type, Several>) {
      static_assert(Member<kMember>::kMayBeAbsent || Member<kMember>::kRepeated);
      if constexpr (Member<kMember>::kMayBeAbsent) {
        if (value) append_single_lines(out, *value);
      }
    } else if constexpr (Member<kMember>::kMayBeAbsent) {
      if (value) append_line(out, field.key(), *value);
    } else {
      append_line(out, field.key(), value);
    }
  });
}

void append_repeated_lines(std::string& out, const DeviceSettings& settings) {
  for_each_field<DeviceSettings>([&]<auto kMember, typename Type>(const provisioning::Field<kMember, Type>& field) {
    if constexpr (Member<kMember>::kRepeated) {
      for (const auto& each : settings.*kMember) append_line(out, field.key(), each);
    }
  });
}

struct StoredLine {
  std::string_view key;
  std::string_view value;
};

// Returns true if the line is a field of `object`, and stores its value.
template <typename Struct>
Result<bool> take_line(Struct& object, const StoredLine& line);

template <typename Type, typename Value>
Result<void> take_value(Value& place, const StoredLine& line) {
  if constexpr (std::is_same_v<Value, std::string>) {
    place = line.value;
  } else if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
    const auto number = provisioning::parse_number(line.value, 0, std::numeric_limits<Value>::max());
    const bool is_time = std::is_same_v<Type, types::Seconds>;
    if (!number) return Failure{std::string(line.key) + (is_time ? " is not a number of seconds" : " is not a number")};
    place = static_cast<Value>(*number);
  } else {
    const auto value = Type::parse(line.value);
    if (!value) return Failure{std::string(line.key) + " " + value.error().reason};
    place = *value;
  }
  return {};
}

template <auto kMember, typename Type, typename Struct>
Result<bool> take_field(Struct& object, const provisioning::Field<kMember, Type>& field, const StoredLine& line) {
  auto& member = object.*kMember;
  using Inner = typename Member<kMember>::Type;
  if constexpr (std::is_same_v<Type, Several> && Member<kMember>::kMayBeAbsent) {
    // The struct's first line begins a new item of the list.
    if (line.key == std::get<0>(provisioning::kFields<Inner>).key()) {
      member.emplace();
    } else if (!member) {
      return false;
    }
    return take_line(*member, line);
  } else {
    if (line.key != field.key()) return false;
    if constexpr (Member<kMember>::kRepeated) {
      Result<CallAgent> agent = parse_call_agent(line.value);
      if (!agent) return agent.error();
      member.push_back(*std::move(agent));
    } else {
      Inner value{};
      if (const Result<void> taken = take_value<Type>(value, line); !taken) return taken.error();
      member = std::move(value);
    }
    return true;
  }
}

template <typename Struct>
Result<bool> take_line(Struct& object, const StoredLine& line) {
  Result<bool> taken = false;
  for_each_field<Struct>([&](const auto& field) {
    if (taken && !*taken) taken = take_field(object, field, line);
  });
  return taken;
}

// Returns the first missing field that a device needs to register; empty if none is missing.
std::string_view missing_in(const DeviceSettings& settings) {
  std::string_view missing;
  for (const bool repeated : {false, true}) {
    for_each_field<DeviceSettings>([&]<auto kMember, typename Type>(const provisioning::Field<kMember, Type>& field) {
      if constexpr (requires { (settings.*kMember).empty(); }) {
        const bool is_meant = Member<kMember>::kRepeated == repeated && missing.empty();
        if (is_meant && (settings.*kMember).empty()) missing = field.key();
      }
    });
  }
  return missing;
}

}  // namespace

DeviceSettings settings_of(provisioning::ProvisionResponse response) {
  DeviceSettings settings = static_cast<provisioning::Settings&&>(response);
  settings.call_agents.shrink_to_fit();
  return settings;
}

std::string write_settings(const DeviceSettings& settings) {
  std::string text;
  append_single_lines(text, settings);
  append_repeated_lines(text, settings);
  return text;
}

Result<DeviceSettings> parse_settings(std::string_view text) {
  DeviceSettings settings;
  while (!text.empty()) {
    std::string_view value = take_part(text, '\n');
    const std::string_view key = take_part(value, ' ');
    const Result<bool> taken = take_line(settings, {key, value});
    if (!taken) return taken.error();
    if (!*taken) return Failure{"a setting that is not known"};
  }
  if (const std::string_view missing = missing_in(settings); !missing.empty()) {
    return Failure{std::string(missing) + " is missing"};
  }
  settings.call_agents.shrink_to_fit();
  return settings;
}

}  // namespace dialtone
