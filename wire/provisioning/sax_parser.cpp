#include "wire/provisioning/sax_parser.h"

#include <Poco/Exception.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/InputSource.h>
#include <Poco/SAX/LexicalHandler.h>
#include <Poco/SAX/Locator.h>
#include <Poco/SAX/SAXException.h>
#include <Poco/XML/ParserEngine.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <exception>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>
#include <vector>

#include "wire/provisioning/xml_prolog.h"

namespace dialtone::provisioning {
namespace {

constexpr std::size_t kMostAttributes = 16;

// A stream buffer that hands a document to the parser piece by piece, until end() is called. Each piece is as long as
// all pieces before together, so that the parser scans a token that spans pieces only a few times.
class Pieces : public std::streambuf {
 public:
  explicit Pieces(std::string_view document) : rest_(document) {}

  // No further piece is handed out after this call.
  void end() { rest_ = {}; }
  std::size_t given_bytes() const { return given_bytes_; }

 protected:
  int_type underflow() override {
    if (rest_.empty()) return traits_type::eof();
    std::size_t size = std::min(rest_.size(), std::clamp(given_bytes_, kLeast, kMost));
    // A piece that ends with a tag leaves no partial token for the parser to copy.
    const std::size_t tag_end = rest_.rfind('>', size - 1);
    if (tag_end != std::string_view::npos) size = tag_end + 1;
    // std::streambuf takes a non-const area; nothing writes to it.
    char* const begin = const_cast<char*>(rest_.data());
    setg(begin, begin, begin + size);
    rest_.remove_prefix(size);
    given_bytes_ += size;
    return traits_type::to_int_type(*begin);
  }

 private:
  static constexpr std::size_t kLeast = 512;
  static constexpr std::size_t kMost = 4096;  // the largest piece that the parser takes in one call

  std::string_view rest_;
  std::size_t given_bytes_ = 0;
};

// Turns Poco's callbacks into calls of XmlEvents. Never throws, because an exception would leak the parser. Keeps the
// first error, ends the document, and ignores what the parser still reports from the current piece.
class Handler : public Poco::XML::DefaultHandler, public Poco::XML::LexicalHandler {
 public:
  Handler(XmlEvents& events, const DocumentLimits& limits, Pieces& pieces)
      : events_(events), limits_(limits), pieces_(pieces), texts_(limits.depth) {}

  const std::optional<Failure>& fault() const { return fault_; }
  std::size_t calls() const { return calls_; }

  void setDocumentLocator(const Poco::XML::Locator* locator) override { locator_ = locator; }

  void startElement(const std::string&, const std::string&, const std::string& name,
                    const Poco::XML::Attributes& attributes) override {
    ++calls_;
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
    ++calls_;
    if (fault_) return;
    assert(depth_ > 0);
    keep_fault(events_.on_end(name, texts_[--depth_]));
    if (depth_ > 0) texts_[depth_ - 1].clear();
  }

  void characters(const char text[], int start, int length) override {
    ++calls_;
    if (fault_ || depth_ == 0) return;
    std::string& all = texts_[depth_ - 1];
    if (all.size() + static_cast<std::size_t>(length) > limits_.text_bytes) {
      return set_fault("an element's text is too long");
    }
    all.append(text + start, static_cast<std::size_t>(length));
  }

  void startDTD(const std::string&, const std::string&, const std::string&) override {
    ++calls_;
    if (!fault_) set_fault(std::string(kNoDoctype));
  }
  void endDTD() override {}
  void startEntity(const std::string&) override {}
  void endEntity(const std::string&) override {}
  void startCDATA() override {}
  void endCDATA() override {}
  void comment(const char[], int, int) override {}

 private:
  void keep_fault(const Result<void>& result) {
    if (!result) set_fault(result.error().reason);
  }
  void set_fault(const std::string& reason) {
    const int line = locator_ != nullptr ? locator_->getLineNumber() : 0;
    fault_ = Failure{line > 0 ? "line " + std::to_string(line) + ": " + reason : reason};
    pieces_.end();
  }

  XmlEvents& events_;
  const DocumentLimits& limits_;
  Pieces& pieces_;
  const Poco::XML::Locator* locator_ = nullptr;
  std::vector<std::string> texts_;  // for each open element the text since its last child; the strings are reused
  std::size_t depth_ = 0;
  std::size_t calls_ = 0;
  std::optional<Failure> fault_;
};

// Returns the parser's own error, if there is one.
std::optional<Failure> run_parser(Handler& handler, Pieces& pieces) {
  try {
    Poco::XML::ParserEngine engine("UTF-8");
    engine.setExpandInternalEntities(false);
    engine.setEnablePartialReads(true);
    engine.setContentHandler(&handler);
    engine.setLexicalHandler(&handler);
    std::istream stream(&pieces);
    Poco::XML::InputSource source(stream);
    engine.parse(&source);
  } catch (const Poco::XML::SAXParseException& fault) {
    return Failure{"line " + std::to_string(fault.getLineNumber()) + ": " + std::string(kNotWellFormed)};
  } catch (const std::exception&) {
    return Failure{std::string(kNotWellFormed)};
  }
  return std::nullopt;
}

}  // namespace

Result<void> parse_xml(std::string_view document, XmlEvents& events, const DocumentLimits& limits, ParserWork* work) {
  Pieces pieces(document);
  Handler handler(events, limits, pieces);
  std::optional<Failure> fault = run_parser(handler, pieces);
  if (work != nullptr) {
    work->bytes += pieces.given_bytes();
    work->calls += handler.calls();
  }
  if (handler.fault()) return *handler.fault();
  if (fault) return *std::move(fault);
  return {};
}

}  // namespace dialtone::provisioning
