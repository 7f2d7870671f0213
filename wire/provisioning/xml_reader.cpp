#include "wire/provisioning/xml_reader.h"

#include <Poco/Exception.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/Locator.h>
#include <Poco/SAX/SAXException.h>
#include <Poco/SAX/SAXParser.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <exception>
#include <optional>
#include <vector>

#include "wire/provisioning/xml_prolog.h"

namespace dialtone::provisioning {
namespace {

constexpr std::size_t kMostAttributes = 16;

// Turns the vendor's calls into ours. It never throws, since that would leak the parser: the first fault is kept, and
// what comes after it is ignored.
class Handler : public Poco::XML::DefaultHandler {
 public:
  Handler(XmlEvents& events, const DocumentLimits& limits) : events_(events), limits_(limits), texts_(limits.depth) {}

  const std::optional<Failure>& fault() const { return fault_; }

  void setDocumentLocator(const Poco::XML::Locator* locator) override { locator_ = locator; }

  void startElement(const std::string&, const std::string&, const std::string& name,
                    const Poco::XML::Attributes& attributes) override {
    if (fault_) return;
    if (depth_ > 0 && !is_blank(texts_[depth_ - 1])) {
      return set_fault("there is text beside the element <" + printable(name) + ">");
    }
    if (depth_ == limits_.depth) return set_fault("elements are nested too deeply");
    const std::size_t count = static_cast<std::size_t>(attributes.getLength());
    if (count > std::min(limits_.attributes, kMostAttributes)) {
      return set_fault("<" + printable(name) + "> has too many attributes");
    }
    texts_[depth_++].clear();
    if (count == 0) return keep_fault(events_.on_start(name, nullptr, 0));
    std::array<XmlAttribute, kMostAttributes> views;
    for (std::size_t i = 0; i < count; ++i) {
      views[i] = {attributes.getQName(static_cast<int>(i)), attributes.getValue(static_cast<int>(i))};
    }
    keep_fault(events_.on_start(name, views.data(), count));
  }

  void endElement(const std::string&, const std::string&, const std::string& name) override {
    if (fault_) return;
    assert(depth_ > 0);
    keep_fault(events_.on_end(name, texts_[--depth_]));
    if (depth_ > 0) texts_[depth_ - 1].clear();
  }

  void characters(const char text[], int start, int length) override {
    if (fault_ || depth_ == 0) return;
    std::string& all = texts_[depth_ - 1];
    if (all.size() + static_cast<std::size_t>(length) > limits_.text_bytes) {
      return set_fault("an element's text is too long");
    }
    all.append(text + start, static_cast<std::size_t>(length));
  }

 private:
  void keep_fault(const Result<void>& result) {
    if (!result) set_fault(result.error().reason);
  }
  void set_fault(const std::string& reason) {
    const int line = locator_ != nullptr ? locator_->getLineNumber() : 0;
    fault_ = Failure{line > 0 ? "line " + std::to_string(line) + ": " + reason : reason};
  }

  XmlEvents& events_;
  const DocumentLimits& limits_;
  const Poco::XML::Locator* locator_ = nullptr;
  std::vector<std::string> texts_;  // of each open element, since its last child; the strings are used again
  std::size_t depth_ = 0;
  std::optional<Failure> fault_;
};

}  // namespace

Result<void> read_xml(std::string_view bytes, XmlEvents& events, const DocumentLimits& limits) {
  if (bytes.size() > limits.document_bytes) {
    return Failure{"the document is over " + std::to_string(limits.document_bytes) + " bytes"};
  }
  Result<std::string_view> document = check_prolog(bytes);
  if (!document) return document.error();
  Handler handler(events, limits);
  try {
    Poco::XML::SAXParser parser("UTF-8");
    parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACES, false);
    parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACE_PREFIXES, false);
    parser.setContentHandler(&handler);
    parser.parseMemoryNP(document->data(), document->size());
  } catch (const Poco::XML::SAXParseException& fault) {
    if (handler.fault()) return *handler.fault();
    return Failure{"line " + std::to_string(fault.getLineNumber()) + ": the document is not well-formed XML"};
  } catch (const std::exception&) {
    if (handler.fault()) return *handler.fault();
    return Failure{"the document is not well-formed XML"};
  }
  if (handler.fault()) return *handler.fault();
  return {};
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string copy(text.substr(0, kLongest));
  for (char& c : copy) {
    if (c < 0x20 || c > 0x7E) c = '?';
  }
  if (text.size() > kLongest) copy += "...";
  return copy;
}

}  // namespace dialtone::provisioning
