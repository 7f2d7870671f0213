#include "scenarios/language/document/yaml_document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <sstream>
#include <tuple>

#include "scenarios/language/document/yaml_structure.h"
#include "values/ascii_case.h"
#include "values/utf8.h"

namespace dialtone {
namespace {

// The truth value that YAML 1.1 reads in the word, if it reads one: https://yaml.org/type/bool.html
std::optional<bool> truth_of(std::string_view word) {
  const auto is_one_of = [&](const std::array<std::string_view, 4>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view each) { return equal_ignoring_case(word, each); });
  };
  if (is_one_of({"y", "yes", "on", "true"})) return true;
  return is_one_of({"n", "no", "off", "false"}) ? std::optional(false) : std::nullopt;
}

// Builds the tree from yaml-cpp's events. After give_up() it ignores further events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Origin& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

  bool gave_up() const { return gave_up_; }
  YamlNode& root() { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) give_up(at(mark), "a second document begins here; a scenario is one document");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (gave_up_) return;
    refuse_anchor(at(mark), anchor);
    if (expects_key()) return give_up(at(mark), "a key must be a word");
    YamlNode node;
    // yaml-cpp gives a null the place of the next token, so use the place of its key or its list.
    node.origin = frames_.empty()              ? at(mark)
                  : frames_.back().pending_key ? frames_.back().key_origin
                                               : frames_.back().node.origin;
    add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    if (gave_up_) return;
    if (expects_key()) return give_up(at(mark), "a key must be a word");
    refuse_anchor(at(mark), 1);
    YamlNode node;
    node.origin = at(mark);
    add(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (gave_up_) return;
    refuse_anchor(at(mark), anchor);
    refuse_tag(at(mark), tag);
    if (expects_key()) return take_key(at(mark), text);
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.quoted = tag == "!";
    node.origin = at(mark);
    node.text = text;
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override {
    if (!gave_up_) refuse_duplicates(frames_.back().node);
    end();
  }

 private:
  struct Frame {
    YamlNode node;
    bool pending_key = false;
    std::string key;
    Origin key_origin;
  };

  Origin at(const YAML::Mark& mark) const { return place_in(source_, mark.line + 1, mark.column + 1); }

  bool expects_key() const {
    return !frames_.empty() && frames_.back().node.kind == YamlNode::Kind::kMap && !frames_.back().pending_key;
  }

  void give_up(const Origin& origin, std::string message) {
    if (!gave_up_) diagnostics_.report(origin, std::move(message));
    gave_up_ = true;
  }

  void refuse_anchor(const Origin& origin, YAML::anchor_t anchor) {
    if (anchor != 0) diagnostics_.report(origin, "anchors and aliases are not supported; write the value out");
  }
  void refuse_tag(const Origin& origin, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      diagnostics_.report(origin, "the tag " + in_quotes(tag) + " is not supported; leave it out");
    }
  }
  void refuse_duplicates(const YamlNode& map) {
    std::vector<const YamlEntry*> entries;
    entries.reserve(map.entries.size());
    for (const YamlEntry& entry : map.entries) entries.push_back(&entry);
    // Comparing addresses gives the order of the file, because all entries are in one vector.
    std::sort(entries.begin(), entries.end(),
              [](const YamlEntry* a, const YamlEntry* b) { return std::tie(a->key, a) < std::tie(b->key, b); });
    const YamlEntry* first = nullptr;
    for (const YamlEntry* entry : entries) {
      if (first == nullptr || first->key != entry->key) {
        first = entry;
        continue;
      }
      diagnostics_.report(entry->origin, "the key " + in_quotes(entry->key) + " is already on line " +
                                             std::to_string(first->origin.place.line));
    }
  }

  void take_key(const Origin& origin, const std::string& text) {
    if (const std::optional<bool> truth = truth_of(text)) {
      diagnostics_.report(origin, in_quotes(text) + " means " + (*truth ? "true" : "false") +
                                      " in YAML 1.1, also in quotes here; choose another name");
    }
    Frame& frame = frames_.back();
    frame.pending_key = true;
    frame.key = text;
    frame.key_origin = origin;
  }

  void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (gave_up_) return;
    if (expects_key()) return give_up(at(mark), "a key must be a word");
    refuse_anchor(at(mark), anchor);
    refuse_tag(at(mark), tag);
    if (frames_.size() == kDeepestYaml) {
      return give_up(at(mark), "nested deeper than " + std::to_string(kDeepestYaml) + " levels");
    }
    Frame& frame = frames_.emplace_back();
    frame.node.kind = kind;
    frame.node.origin = at(mark);
  }

  void end() {
    if (gave_up_) return;
    YamlNode node = std::move(frames_.back().node);
    frames_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (++values_ > kMostYamlValues) {
      return give_up(node.origin, "more than " + std::to_string(kMostYamlValues) + " values");
    }
    if (frames_.empty()) {
      root_ = std::move(node);
    } else if (Frame& frame = frames_.back(); frame.pending_key) {
      frame.pending_key = false;
      frame.node.entries.push_back({std::move(frame.key), frame.key_origin, std::move(node)});
    } else {
      frame.node.items.push_back(std::move(node));
    }
  }

  Origin source_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  YamlNode root_;
  std::size_t values_ = 0;
  int documents_ = 0;
  bool gave_up_ = false;
};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// True if `character`, one character in UTF-8, is a control character: C0 except blanks and line ends, DEL, or C1.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return (first < ' ' && first != '\n' && first != '\r' && first != '\t') || first == 0x7F;
  return character.size() == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

// True if yaml-cpp will read the bytes as intended; otherwise reports the first one that it would misread.
bool check_bytes(std::string_view text, const Origin& source, Diagnostics& diagnostics) {
  int line = 1;
  std::size_t line_begin = 0;
  bool indentation = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const Origin origin = place_in(source, line, static_cast<int>(at - line_begin + 1));
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return diagnostics.report(origin, "not UTF-8"), false;
    if (c == '\t' && indentation) return diagnostics.report(origin, "a tab as indentation; YAML wants spaces"), false;
    if (is_control(text.substr(at, length)) || (c == '\r' && !text.substr(at).starts_with("\r\n"))) {
      return diagnostics.report(origin, "a control character"), false;
    }
    if (text.substr(at).starts_with(kByteOrderMark)) {
      diagnostics.report(origin, at == 0 ? "more than one byte order mark"
                                         : "a byte order mark, which may only stand at the very beginning");
      return false;
    }
    at += length;
    if (c == '\n') {
      ++line;
      line_begin = at;
    }
    indentation = c == '\n' || (indentation && c == ' ');
  }
  return true;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

YamlNode* YamlNode::find(std::string_view key) {
  for (YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::optional<YamlNode> parse_yaml(std::string_view text, const Origin& source, Diagnostics& diagnostics) {
  if (text.size() > kLargestYaml) {
    diagnostics.report(source, "larger than " + std::to_string(kLargestYaml) + " bytes");
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!check_bytes(text, source, diagnostics) || !check_yaml_structure(text, source, diagnostics)) return std::nullopt;
  TreeBuilder builder(source, diagnostics);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (!builder.gave_up() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    if (!builder.gave_up()) {
      diagnostics.report(place_in(source, error.mark.line + 1, error.mark.column + 1), "not YAML: " + error.msg);
    }
    return std::nullopt;
  }
  if (builder.gave_up()) return std::nullopt;
  return std::move(builder.root());
}

}  // namespace dialtone
