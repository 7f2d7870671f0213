#include "wire/provisioning/provision_request.h"

#include <array>
#include <limits>

#include "wire/provisioning/common_rules.h"
#include "wire/provisioning/document_grammar.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone::provisioning {
namespace {

using Rule = ElementRule<ProvisionRequest>;
using Document = ProvisionRequest;

constexpr std::array kDeviceRules = {
    serial_number_rule<Document>(),
    mac_address_rule<Document>(),
    ip_address_rule<Document>(),
    Rule{.name = "firmware-version",
         .occurs = Occurs::kOptional,
         .store = [](Document& request,
                     std::string_view text) { return keep(parse_text(text), request.firmware_version); }},
    Rule{.name = "settings-revision",
         .occurs = Occurs::kOptional,
         .store =
             [](Document& request, std::string_view text) {
               return keep(parse_number(text, 0, kHighestRevision), request.settings_revision);
             }},
};

constexpr std::array kHeaderRules = header_rules<Document>();

constexpr std::array kBodyRules = {parent_rule("device", Occurs::kOnce, kDeviceRules)};

constexpr std::array kRootRules = {parent_rule("header", Occurs::kOnce, kHeaderRules),
                                   parent_rule("body", Occurs::kOnce, kBodyRules)};

constexpr Rule kRoot = parent_rule("provision-request", Occurs::kOnce, kRootRules);

}  // namespace

Result<ProvisionRequest> parse_provision_request(std::string_view document, const DocumentLimits& limits) {
  ProvisionRequest request;
  GrammarReader<ProvisionRequest> reader(kRoot, request);
  if (Result<void> read = read_xml(document, reader, limits); !read) return read.error();
  return request;
}

std::string write_provision_request(const ProvisionRequest& request) {
  std::string xml;
  xml.reserve(768);
  xml += kXmlDeclaration;
  append_tag(xml, 0, "<provision-request version=\"1.0\">");
  append_header(xml, request);
  append_tag(xml, 2, "<body>");
  append_tag(xml, 4, "<device>");
  append_identity(xml, request);
  if (request.firmware_version) append_element(xml, 6, "firmware-version", *request.firmware_version);
  if (request.settings_revision) append_element(xml, 6, "settings-revision", *request.settings_revision);
  append_tag(xml, 4, "</device>");
  append_tag(xml, 2, "</body>");
  append_tag(xml, 0, "</provision-request>");
  return xml;
}

}  // namespace dialtone::provisioning
