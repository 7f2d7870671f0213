#include "device_sim/settings.h"

#include <utility>

#include "wire/provisioning/field_types.h"

namespace dialtone {
namespace {

using provisioning::CallAgent;

constexpr std::uint64_t kLargestRevision = UINT64_MAX;
constexpr std::uint64_t kLongestExpires = UINT32_MAX;

void append_line(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  out += ' ';
  out += value;
  out += '\n';
}

// The part before the next `end`, which is taken off `text`; all of it where there is no `end`.
std::string_view take_part(std::string_view& text, char end) {
  const std::size_t size = text.find(end);
  const std::string_view part = text.substr(0, size);
  text.remove_prefix(size == std::string_view::npos ? text.size() : size + 1);
  return part;
}

// `sip udp 5060 ca1.example.net`, and `-` where there is no port.
Result<CallAgent> parse_call_agent(std::string_view value) {
  CallAgent agent;
  const auto protocol = provisioning::parse_call_agent_protocol(take_part(value, ' '));
  const auto transport = provisioning::parse_call_agent_transport(take_part(value, ' '));
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

Result<void> take_setting(DeviceSettings& settings, std::string_view key, std::string_view value) {
  if (key == "revision") {
    const auto revision = provisioning::parse_number(value, 0, kLargestRevision);
    if (!revision) return Failure{"revision is not a number"};
    settings.revision = *revision;
  } else if (key == "domain") {
    settings.domain = value;
  } else if (key == "device-name") {
    settings.device_name = value;
  } else if (key == "username") {
    settings.authentication.emplace().username = value;
  } else if (key == "password" && settings.authentication) {
    settings.authentication->password = value;
  } else if (key == "expires") {
    const auto expires = provisioning::parse_number(value, 0, kLongestExpires);
    if (!expires) return Failure{"expires is not a number of seconds"};
    settings.expires_seconds = static_cast<std::uint32_t>(*expires);
  } else if (key == "call-agent") {
    Result<CallAgent> agent = parse_call_agent(value);
    if (!agent) return agent.error();
    settings.call_agents.push_back(*std::move(agent));
  } else {
    return Failure{"a setting that is not known"};
  }
  return {};
}

}  // namespace

DeviceSettings settings_of(provisioning::ProvisionResponse response) {
  DeviceSettings settings{.revision = response.settings_revision,
                          .domain = std::move(response.domain),
                          .device_name = std::move(response.device_name),
                          .call_agents = std::move(response.call_agents),
                          .authentication = std::move(response.authentication),
                          .expires_seconds = response.expires_seconds};
  settings.call_agents.shrink_to_fit();
  return settings;
}

std::string write_settings(const DeviceSettings& settings) {
  std::string text;
  append_line(text, "revision", std::to_string(settings.revision));
  append_line(text, "domain", settings.domain);
  append_line(text, "device-name", settings.device_name);
  if (settings.authentication) {
    append_line(text, "username", settings.authentication->username);
    append_line(text, "password", settings.authentication->password);
  }
  if (settings.expires_seconds) append_line(text, "expires", std::to_string(*settings.expires_seconds));
  for (const CallAgent& agent : settings.call_agents) {
    std::string value(to_text(agent.protocol));
    value += ' ';
    value += to_text(agent.transport);
    value += ' ';
    value += agent.port ? std::to_string(*agent.port) : "-";
    value += ' ';
    value += agent.address;
    append_line(text, "call-agent", value);
  }
  return text;
}

Result<DeviceSettings> parse_settings(std::string_view text) {
  DeviceSettings settings;
  while (!text.empty()) {
    std::string_view value = take_part(text, '\n');
    const std::string_view key = take_part(value, ' ');
    if (const Result<void> taken = take_setting(settings, key, value); !taken) return taken.error();
  }
  if (settings.domain.empty()) return Failure{"domain is missing"};
  if (settings.device_name.empty()) return Failure{"device-name is missing"};
  if (settings.call_agents.empty()) return Failure{"call-agent is missing"};
  settings.call_agents.shrink_to_fit();
  return settings;
}

}  // namespace dialtone
