#include "subscribers/subscriber_row.h"

#include "subscribers/names.h"
#include "values/endpoint.h"

namespace dialtone {

std::string_view row_columns() {
  return "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_protocol,"
         "call_agent_transport,call_agent_address,call_agent_port,call_agent_backup,auth_username,auth_password,"
         "expires,"
         "settings_revision,provision_authentication,provision_username,provision_password,firmware_protocol,"
         "firmware_address,firmware_port,firmware_file,firmware_version,firmware_size,firmware_sha256,"
         "firmware_allow_downgrade,firmware_username,firmware_password,enabled";
}

std::string backup_text(const std::vector<BackupCallAgent>& backup) {
  std::string text;
  for (const BackupCallAgent& agent : backup) {
    if (!text.empty()) text += ';';
    const bool v6 = agent.address.find(':') != std::string::npos;
    text += (v6 ? "[" + agent.address + "]" : agent.address) + ":" + std::to_string(agent.port);
  }
  return text;
}

Result<std::vector<BackupCallAgent>> parse_backup(std::string_view text) {
  std::vector<BackupCallAgent> backup;
  while (!text.empty()) {
    const std::string_view each = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(text.size(), each.size() + 1));
    const std::size_t colon = each.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
      return Failure{"'" + std::string(each.substr(0, 64)) + "' is not HOST:PORT"};
    }
    const Result<std::uint16_t> port = parse_port(each.substr(colon + 1));
    if (!port || *port == 0) return Failure{"'" + std::string(each.substr(0, 64)) + "' has no port from 1 to 65535"};
    std::string_view host = each.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    backup.push_back({std::string(host), *port});
  }
  return backup;
}

namespace {

void bind_optional(SqliteStatement& statement, int parameter, const std::optional<std::uint16_t>& port) {
  if (port) {
    statement.bind(parameter, std::int64_t{*port});
  } else {
    statement.bind_null(parameter);
  }
}

void bind_firmware(SqliteStatement& statement, int first, const std::optional<SubscriberFirmware>& firmware) {
  if (!firmware) {
    for (int i = 0; i < 10; ++i) statement.bind_null(first + i);
    return;
  }
  statement.bind(first, to_text(firmware->protocol));
  statement.bind(first + 1, firmware->address);
  bind_optional(statement, first + 2, firmware->port);
  statement.bind(first + 3, firmware->file);
  statement.bind(first + 4, firmware->version);
  statement.bind(first + 5, static_cast<std::int64_t>(firmware->size_bytes));
  statement.bind(first + 6, firmware->sha256);
  statement.bind(first + 7, std::int64_t{firmware->allow_downgrade});
  statement.bind(first + 8, firmware->username);
  statement.bind(first + 9, firmware->password);
}

// Puts the number of a column into `place`; false where it is outside of the bounds.
template <typename Number>
bool read_number(const SqliteStatement& statement, int column, std::int64_t least, std::int64_t most, Number& place) {
  const std::int64_t number = statement.number(column);
  if (number < least || number > most) return false;
  place = static_cast<Number>(number);
  return true;
}

bool read_port(const SqliteStatement& statement, int column, std::optional<std::uint16_t>& port) {
  if (statement.is_null(column)) return true;
  return read_number(statement, column, 1, UINT16_MAX, port.emplace());
}

Result<std::optional<SubscriberFirmware>> read_firmware(const SqliteStatement& statement, int first) {
  if (statement.is_null(first)) return std::optional<SubscriberFirmware>();
  SubscriberFirmware firmware;
  const std::optional<FirmwareProtocol> protocol = firmware_protocol_named(statement.text(first));
  if (!protocol) return Failure{"firmware_protocol"};
  firmware.protocol = *protocol;
  firmware.address = statement.text(first + 1);
  if (!read_port(statement, first + 2, firmware.port)) return Failure{"firmware_port"};
  firmware.file = statement.text(first + 3);
  firmware.version = statement.text(first + 4);
  if (!read_number(statement, first + 5, 0, INT64_MAX, firmware.size_bytes)) return Failure{"firmware_size"};
  firmware.sha256 = statement.text(first + 6);
  firmware.allow_downgrade = statement.number(first + 7) != 0;
  firmware.username = statement.text(first + 8);
  firmware.password = statement.text(first + 9);
  return std::optional<SubscriberFirmware>(std::move(firmware));
}

}  // namespace

void bind_row(SqliteStatement& statement, const Subscriber& subscriber, RowTexts& texts) {
  texts.mac_address = to_text(subscriber.mac_address);
  texts.call_agent_backup = backup_text(subscriber.call_agent_backup);
  statement.bind(1, subscriber.serial_number);
  statement.bind(2, texts.mac_address);
  statement.bind(3, subscriber.customer_number);
  statement.bind(4, subscriber.product);
  statement.bind(5, subscriber.device_name);
  statement.bind(6, subscriber.domain);
  statement.bind(7, to_text(subscriber.call_agent_protocol));
  statement.bind(8, to_text(subscriber.call_agent_transport));
  statement.bind(9, subscriber.call_agent_address);
  bind_optional(statement, 10, subscriber.call_agent_port);
  statement.bind(11, texts.call_agent_backup);
  statement.bind(12, subscriber.auth_username);
  statement.bind(13, subscriber.auth_password);
  statement.bind(14, std::int64_t{subscriber.expires});
  statement.bind(15, static_cast<std::int64_t>(subscriber.settings_revision));
  statement.bind(16, to_text(subscriber.provision_authentication));
  statement.bind(17, subscriber.provision_username);
  statement.bind(18, subscriber.provision_password);
  bind_firmware(statement, 19, subscriber.firmware);
  statement.bind(29, std::int64_t{subscriber.enabled});
}

Result<void> read_row(const SqliteStatement& statement, Subscriber& subscriber) {
  subscriber.enabled = statement.number(28) != 0;
  subscriber.serial_number = statement.text(0);
  subscriber.customer_number = statement.text(2);
  const Result<MacAddress> mac = parse_mac_address(statement.text(1));
  if (!mac) return Failure{"mac_address"};
  subscriber.mac_address = *mac;
  subscriber.product = statement.text(3);
  subscriber.device_name = statement.text(4);
  subscriber.domain = statement.text(5);
  const std::optional<CallAgentProtocol> protocol = call_agent_protocol_named(statement.text(6));
  if (!protocol) return Failure{"call_agent_protocol"};
  subscriber.call_agent_protocol = *protocol;
  const std::optional<CallAgentTransport> transport = call_agent_transport_named(statement.text(7));
  if (!transport) return Failure{"call_agent_transport"};
  subscriber.call_agent_transport = *transport;
  subscriber.call_agent_address = statement.text(8);
  if (!read_port(statement, 9, subscriber.call_agent_port)) return Failure{"call_agent_port"};
  Result<std::vector<BackupCallAgent>> backup = parse_backup(statement.text(10));
  if (!backup) return Failure{"call_agent_backup"};
  subscriber.call_agent_backup = std::move(*backup);
  subscriber.auth_username = statement.text(11);
  subscriber.auth_password = statement.text(12);
  if (!read_number(statement, 13, 1, UINT32_MAX, subscriber.expires)) return Failure{"expires"};
  if (!read_number(statement, 14, 0, INT64_MAX, subscriber.settings_revision)) return Failure{"settings_revision"};
  const std::optional<ProvisionAuthentication> scheme = provision_authentication_named(statement.text(15));
  if (!scheme) return Failure{"provision_authentication"};
  subscriber.provision_authentication = *scheme;
  subscriber.provision_username = statement.text(16);
  subscriber.provision_password = statement.text(17);
  Result<std::optional<SubscriberFirmware>> firmware = read_firmware(statement, 18);
  if (!firmware) return firmware.error();
  subscriber.firmware = std::move(*firmware);
  return {};
}

}  // namespace dialtone
