#include "wire/provisioning/provision_response.h"

#include <array>
#include <utility>

#include "wire/provisioning/document_rules.h"
#include "wire/provisioning/document_writer.h"

namespace dialtone::provisioning {
namespace {

// The document's content before the reader knows whether the document is settings or a refusal.
struct ResponseDocument : ProvisionResponse {
  bool has_header = false;
  bool has_body = false;
  std::optional<std::string> refusal;
};

using ResponseRule = ElementRule<ResponseDocument>;

constexpr std::string_view kResponse = "provision-response";

// The parts of a document with settings; a refusal has none of these.
constexpr std::array<ResponseRule, 3> kResponseRules = [] {
  auto [header, body] = kRules<ResponseDocument, ResponseFields>;
  header.occurs = body.occurs = Occurs::kOptional;
  header.open = [](ResponseDocument& document) { document.has_header = true; };
  body.open = [](ResponseDocument& document) { document.has_body = true; };
  const ResponseRule refusal{.name = "refusal",
                             .occurs = Occurs::kOptional,
                             .store = [](ResponseDocument& document, std::string_view text) -> Result<void> {
                               Result<std::string> reason = parse_text(text);
                               if (!reason) return reason.error();
                               document.refusal = *std::move(reason);
                               return {};
                             }};
  return std::array{header, body, refusal};
}();

constexpr ResponseRule kResponseRule{
    .name = kResponse, .children = kResponseRules.data(), .child_count = kResponseRules.size()};

}  // namespace

Result<ProvisionAnswer> parse_provision_response(std::string_view document, const DocumentLimits& limits) {
  ResponseDocument read;
  GrammarReader<ResponseDocument> reader(kResponseRule, read);
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
  xml += "<provision-response version=\"1.0\">\n";
  append_fields<ResponseFields>(xml, 2, response);
  append_closing(xml, 0, kResponse);
  return xml;
}

std::string_view provision_refusal_document() {
  return "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>";
}

}  // namespace dialtone::provisioning
