#include "prov_server/answers.h"

#include <string>
#include <utility>

#include "wire/provisioning/provision_response.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone {

http::Response xml_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/xml; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

http::Response fault_response(int status, std::string_view text) {
  std::string body(provisioning::kXmlDeclaration);
  provisioning::append_element(body, 0, "error", text);
  return xml_response(status, std::move(body));
}

http::Response refusal_response() { return xml_response(403, std::string(provisioning::provision_refusal_document())); }

}  // namespace dialtone
