#include "tests/wire/provisioning/schema_writer.h"

#include <span>
#include <string_view>

#include "wire/provisioning/document_rules.h"
#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone::provisioning {
namespace {

constexpr std::string_view kType = "<xs:complexType>";
constexpr std::string_view kTypeEnd = "</xs:complexType>";
constexpr std::string_view kSequence = "<xs:sequence>";
constexpr std::string_view kSequenceEnd = "</xs:sequence>";

class SchemaText {
 public:
  SchemaText(std::string_view what, std::string_view root) {
    add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    add("<!-- " + std::string(what) + " Written by tests/wire/provisioning/schema_files_test.cpp. -->");
    open("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"unqualified\">");
    add("<xs:include schemaLocation=\"provisioning-types.xsd\"/>");
    open("<xs:element name=\"" + std::string(root) + "\">");
    open(kType);
  }

  std::string end() && {
    add("<xs:attribute name=\"version\" type=\"version\" use=\"required\"/>");
    close(kTypeEnd);
    close("</xs:element>");
    close("</xs:schema>");
    return std::move(text_);
  }

  void open(std::string_view tag) {
    add(tag);
    indent_ += 2;
  }
  void close(std::string_view tag) {
    indent_ -= 2;
    add(tag);
  }
  void add(std::string_view line) { text_ += std::string(indent_, ' ') + std::string(line) + '\n'; }

  template <typename Document>
  void add_sequence(std::span<const ElementRule<Document>> rules) {
    open(kSequence);
    add_elements(rules);
    close(kSequenceEnd);
  }

 private:
  template <typename Document>
  void add_elements(std::span<const ElementRule<Document>> rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const bool has_follower = i + 1 < rules.size() && rules[i + 1].only_after_previous;
      if (!has_follower) {
        add_element(rules[i]);
        continue;
      }
      // Both elements together, or neither.
      open("<xs:sequence minOccurs=\"0\">");
      ElementRule<Document> first = rules[i];
      first.occurs = Occurs::kOnce;
      add_element(first);
      add_element(rules[++i]);
      close(kSequenceEnd);
    }
  }

  template <typename Document>
  void add_element(const ElementRule<Document>& rule) {
    std::string tag = "<xs:element name=\"" + std::string(rule.name) + '"';
    if (!rule.type.empty()) tag += " type=\"" + std::string(rule.type) + '"';
    if (rule.occurs == Occurs::kOptional) tag += " minOccurs=\"0\"";
    if (rule.occurs == Occurs::kRepeated) tag += " maxOccurs=\"unbounded\"";
    if (!rule.type.empty()) return add(tag + "/>");
    open(tag + ">");
    if (rule.children != nullptr) {
      open(kType);
      add_sequence(std::span(rule.children, rule.child_count));
      close(kTypeEnd);
    } else {
      add_words(rule.words);
    }
    close("</xs:element>");
  }

  void add_words(std::span<const std::string_view> words) {
    open("<xs:simpleType>");
    open("<xs:restriction base=\"xs:token\">");
    for (const std::string_view word : words) add("<xs:enumeration value=\"" + std::string(word) + "\"/>");
    close("</xs:restriction>");
    close("</xs:simpleType>");
  }

  std::string text_;
  std::size_t indent_ = 0;
};

}  // namespace

std::string request_schema() {
  SchemaText schema("What a device sends to ask for its settings.", "provision-request");
  schema.add_sequence(std::span<const ElementRule<ProvisionRequest>>(kRules<ProvisionRequest, RequestFields>));
  return std::move(schema).end();
}

std::string response_schema() {
  SchemaText schema("What the server answers: settings for one device, or a refusal.", "provision-response");
  schema.open("<xs:choice>");
  schema.add_sequence(std::span<const ElementRule<ProvisionResponse>>(kRules<ProvisionResponse, ResponseFields>));
  schema.add("<xs:element name=\"refusal\" type=\"text\"/>");
  schema.close("</xs:choice>");
  return std::move(schema).end();
}

}  // namespace dialtone::provisioning
