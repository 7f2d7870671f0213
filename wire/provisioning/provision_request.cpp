#include "wire/provisioning/provision_request.h"

#include "wire/provisioning/document_rules.h"
#include "wire/provisioning/document_writer.h"

namespace dialtone::provisioning {
namespace {

constexpr std::string_view kRequest = "provision-request";
constexpr auto& kRequestRules = kRules<ProvisionRequest, RequestFields>;
constexpr ElementRule<ProvisionRequest> kRequestRule{
    .name = kRequest, .children = kRequestRules.data(), .child_count = kRequestRules.size()};

}  // namespace

Result<ProvisionRequest> parse_provision_request(std::string_view document, const DocumentLimits& limits) {
  ProvisionRequest request;
  GrammarReader<ProvisionRequest> reader(kRequestRule, request);
  if (Result<void> read = read_xml(document, reader, limits); !read) return read.error();
  return request;
}

std::string write_provision_request(const ProvisionRequest& request) {
  std::string xml;
  xml.reserve(768);
  xml += kXmlDeclaration;
  xml += "<provision-request version=\"1.0\">\n";
  append_fields<RequestFields>(xml, 2, request);
  append_closing(xml, 0, kRequest);
  return xml;
}

}  // namespace dialtone::provisioning
