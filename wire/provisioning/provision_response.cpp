#include "wire/provisioning/provision_response.h"

#include <array>

#include "wire/provisioning/common_rules.h"
#include "wire/provisioning/document_grammar.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone::provisioning {
namespace {

// What is read before it is known whether it is settings or a refusal.
struct Document : ProvisionResponse {
  bool has_header = false;
  bool has_body = false;
  std::optional<std::string> refusal;
};

using Rule = ElementRule<Document>;

constexpr std::array kCallAgentRules = {
    Rule{.name = "address",
         .store = [](Document& d,
                     std::string_view text) { return keep(parse_host(text), d.call_agents.back().address); }},
    Rule{.name = "port",
         .occurs = Occurs::kOptional,
         .store = [](Document& d,
                     std::string_view text) { return keep(parse_service_port(text), d.call_agents.back().port); }},
    Rule{.name = "protocol",
         .store =
             [](Document& d, std::string_view text) {
               return keep(parse_call_agent_protocol(text), d.call_agents.back().protocol);
             }},
    Rule{.name = "transport", .store = [](Document& d, std::string_view text) {
           return keep(parse_call_agent_transport(text), d.call_agents.back().transport);
         }}};

constexpr std::array kAuthenticationRules = {
    Rule{
        .name = "username",
        .store = [](Document& d, std::string_view text) { return keep(parse_text(text), d.authentication->username); }},
    Rule{.name = "password", .store = [](Document& d, std::string_view text) {
           return keep(parse_password(text), d.authentication->password);
         }}};

constexpr std::array kServiceRules = {
    Rule{.name = "settings-revision",
         .store =
             [](Document& d, std::string_view text) {
               return keep(parse_number(text, 0, kHighestRevision), d.settings_revision);
             }},
    Rule{.name = "domain",
         .store = [](Document& d, std::string_view text) { return keep(parse_host(text), d.domain); }},
    parent_rule(
        "call-agent", Occurs::kRepeated, kCallAgentRules, +[](Document& d) { d.call_agents.emplace_back(); }),
    Rule{.name = "device-name",
         .store = [](Document& d, std::string_view text) { return keep(parse_device_name(text), d.device_name); }},
    parent_rule(
        "authentication", Occurs::kOptional, kAuthenticationRules, +[](Document& d) { d.authentication.emplace(); }),
    Rule{.name = "expires",
         .occurs = Occurs::kOptional,
         .store = [](Document& d, std::string_view text) -> Result<void> {
           Result<std::uint64_t> seconds = parse_number(text, 1, 0xFFFFFFFF);
           if (!seconds) return seconds.error();
           d.expires_seconds = static_cast<std::uint32_t>(*seconds);
           return {};
         }}};

constexpr std::array kFirmwareRules = {
    Rule{.name = "protocol",
         .store =
             [](Document& d, std::string_view text) {
               return keep(parse_firmware_protocol(text), d.firmware->protocol);
             }},
    Rule{.name = "address",
         .store = [](Document& d, std::string_view text) { return keep(parse_host(text), d.firmware->address); }},
    Rule{.name = "port",
         .occurs = Occurs::kOptional,
         .store = [](Document& d, std::string_view text) { return keep(parse_service_port(text), d.firmware->port); }},
    Rule{.name = "file",
         .store = [](Document& d, std::string_view text) { return keep(parse_file_path(text), d.firmware->file); }},
    Rule{.name = "version",
         .store = [](Document& d, std::string_view text) { return keep(parse_text(text), d.firmware->version); }},
    Rule{.name = "size",
         .store =
             [](Document& d, std::string_view text) {
               return keep(parse_number(text, 0, kHighestRevision), d.firmware->size_bytes);
             }},
    Rule{.name = "sha256",
         .store = [](Document& d, std::string_view text) { return keep(parse_sha256(text), d.firmware->sha256); }},
    Rule{.name = "allow-downgrade",
         .occurs = Occurs::kOptional,
         .store = [](Document& d,
                     std::string_view text) { return keep(parse_boolean(text), d.firmware->allow_downgrade); }},
    Rule{.name = "username",
         .occurs = Occurs::kOptional,
         .store = [](Document& d, std::string_view text) { return keep(parse_text(text), d.firmware->username); }},
    Rule{.name = "password",
         .occurs = Occurs::kOptional,
         .store = [](Document& d, std::string_view text) -> Result<void> {
           if (!d.firmware->username) return Failure{"comes without a username"};
           return keep(parse_password(text), d.firmware->password);
         }}};

constexpr std::array kDeviceRules = {serial_number_rule<Document>(), mac_address_rule<Document>(),
                                     ip_address_rule<Document>()};

constexpr std::array kBodyRules = {
    parent_rule("device", Occurs::kOnce, kDeviceRules), parent_rule("service", Occurs::kOnce, kServiceRules),
    parent_rule("firmware", Occurs::kOptional, kFirmwareRules, +[](Document& d) { d.firmware.emplace(); })};

constexpr std::array kHeaderRules = header_rules<Document>();

constexpr std::array kRootRules = {
    parent_rule(
        "header", Occurs::kOptional, kHeaderRules, +[](Document& d) { d.has_header = true; }),
    parent_rule(
        "body", Occurs::kOptional, kBodyRules, +[](Document& d) { d.has_body = true; }),
    Rule{.name = "refusal", .occurs = Occurs::kOptional, .store = [](Document& d, std::string_view text) {
           return keep(parse_text(text), d.refusal);
         }}};

constexpr Rule kRoot = parent_rule("provision-response", Occurs::kOnce, kRootRules);

void append_call_agent(std::string& xml, const CallAgent& agent) {
  append_tag(xml, 6, "<call-agent>");
  append_element(xml, 8, "address", agent.address);
  if (agent.port) append_element(xml, 8, "port", *agent.port);
  append_element(xml, 8, "protocol", to_text(agent.protocol));
  append_element(xml, 8, "transport", to_text(agent.transport));
  append_tag(xml, 6, "</call-agent>");
}

void append_service(std::string& xml, const ProvisionResponse& response) {
  append_tag(xml, 4, "<service>");
  append_element(xml, 6, "settings-revision", response.settings_revision);
  append_element(xml, 6, "domain", response.domain);
  for (const CallAgent& agent : response.call_agents) append_call_agent(xml, agent);
  append_element(xml, 6, "device-name", response.device_name);
  if (response.authentication) {
    append_tag(xml, 6, "<authentication>");
    append_element(xml, 8, "username", response.authentication->username);
    append_element(xml, 8, "password", response.authentication->password);
    append_tag(xml, 6, "</authentication>");
  }
  if (response.expires_seconds) append_element(xml, 6, "expires", *response.expires_seconds);
  append_tag(xml, 4, "</service>");
}

void append_firmware(std::string& xml, const Firmware& firmware) {
  append_tag(xml, 4, "<firmware>");
  append_element(xml, 6, "protocol", to_text(firmware.protocol));
  append_element(xml, 6, "address", firmware.address);
  if (firmware.port) append_element(xml, 6, "port", *firmware.port);
  append_element(xml, 6, "file", firmware.file);
  append_element(xml, 6, "version", firmware.version);
  append_element(xml, 6, "size", firmware.size_bytes);
  append_element(xml, 6, "sha256", firmware.sha256);
  if (firmware.allow_downgrade) append_element(xml, 6, "allow-downgrade", "true");
  if (firmware.username) append_element(xml, 6, "username", *firmware.username);
  if (firmware.password) append_element(xml, 6, "password", *firmware.password);
  append_tag(xml, 4, "</firmware>");
}

}  // namespace

std::string_view to_text(CallAgentProtocol protocol) { return protocol == CallAgentProtocol::kSip ? "sip" : "mgcp"; }

std::string_view to_text(CallAgentTransport transport) { return transport == CallAgentTransport::kUdp ? "udp" : "tcp"; }

std::string_view to_text(FirmwareProtocol protocol) {
  switch (protocol) {
    case FirmwareProtocol::kFtp: return "ftp";
    case FirmwareProtocol::kTftp: return "tftp";
    case FirmwareProtocol::kHttp: return "http";
  }
  return {};
}

Result<CallAgentProtocol> parse_call_agent_protocol(std::string_view text) {
  if (text == "sip") return CallAgentProtocol::kSip;
  if (text == "mgcp") return CallAgentProtocol::kMgcp;
  return Failure{"is neither sip nor mgcp"};
}

Result<CallAgentTransport> parse_call_agent_transport(std::string_view text) {
  if (text == "udp") return CallAgentTransport::kUdp;
  if (text == "tcp") return CallAgentTransport::kTcp;
  return Failure{"is neither udp nor tcp"};
}

Result<FirmwareProtocol> parse_firmware_protocol(std::string_view text) {
  if (text == "ftp") return FirmwareProtocol::kFtp;
  if (text == "tftp") return FirmwareProtocol::kTftp;
  if (text == "http") return FirmwareProtocol::kHttp;
  return Failure{"is none of ftp, tftp and http"};
}

Result<ProvisionAnswer> parse_provision_response(std::string_view document, const DocumentLimits& limits) {
  Document read;
  GrammarReader<Document> reader(kRoot, read);
  if (Result<void> parsed = read_xml(document, reader, limits); !parsed) return parsed.error();
  if (read.refusal && !read.has_header && !read.has_body) {
    return ProvisionAnswer(ProvisionRefusal{*std::move(read.refusal)});
  }
  if (read.refusal || !read.has_header || !read.has_body) {
    return Failure{"<provision-response> has neither a header and a body nor a refusal alone"};
  }
  return ProvisionAnswer(static_cast<ProvisionResponse&&>(read));
}

std::string write_provision_response(const ProvisionResponse& response) {
  std::string xml;
  xml.reserve(response.firmware ? 2048 : 1280);
  xml += kXmlDeclaration;
  append_tag(xml, 0, "<provision-response version=\"1.0\">");
  append_header(xml, response);
  append_tag(xml, 2, "<body>");
  append_tag(xml, 4, "<device>");
  append_identity(xml, response);
  append_tag(xml, 4, "</device>");
  append_service(xml, response);
  if (response.firmware) append_firmware(xml, *response.firmware);
  append_tag(xml, 2, "</body>");
  append_tag(xml, 0, "</provision-response>");
  return xml;
}

std::string_view provision_refusal_document() {
  return "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>";
}

}  // namespace dialtone::provisioning
