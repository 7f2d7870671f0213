#include "scenarios/faults/answer_edit.h"

#include <Poco/DeflatingStream.h>

#include <algorithm>
#include <sstream>

#include "scenarios/language/faults/header_texts.h"
#include "scenarios/middlebox/forwarding.h"

namespace dialtone {
namespace {

// Sets the encoding in the XML declaration; adds a declaration if there is none.
void declare_encoding(std::string& document, const std::string& encoding) {
  const std::size_t end = document.starts_with("<?xml") ? document.find("?>") : std::string::npos;
  if (end != std::string::npos) document.erase(0, end + 2);
  document.insert(0, "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + (end == std::string::npos ? "\n" : ""));
}

void edit_body(const AnswerEdit& edit, std::string& body) {
  for (const auto& [from, to] : edit.replacements) replace_all(body, from, to);
  if (!edit.declared_encoding.empty()) declare_encoding(body, edit.declared_encoding);
  if (edit.is_latin1) body = latin1_of(body);
  if (edit.byte_order_mark) body.insert(0, "\xEF\xBB\xBF");
  if (edit.truncated_to) body.resize(std::min<std::size_t>(body.size(), *edit.truncated_to));
  if (edit.corrupted_at && *edit.corrupted_at < body.size()) {
    char& byte = body[static_cast<std::size_t>(*edit.corrupted_at)];
    byte = static_cast<char>(byte ^ 0x55);
  }
}

}  // namespace

void edit_answer(const AnswerEdit& edit, std::string_view others_body, http::Response& answer, std::uint64_t turn) {
  if (edit.swaps && !others_body.empty()) answer.body = others_body;
  edit_body(edit, answer.body);
  if (edit.gzip) {
    answer.body = gzip_of(answer.body);
    answer.headers.set("Content-Encoding", "gzip");
  }
  set_headers(edit.headers, answer.headers, turn);
}

void frame_answer(const AnswerEdit& edit, http::Response& answer, HttpAct& act) {
  if (edit.keeps_connection) act.keeps_open = edit.keeps_connection;
  switch (edit.framing) {
    case Framing::kOwn: return;
    case Framing::kChunked: return frame_body(answer.headers, answer.body, true);
    case Framing::kNoLength: act.omits_length = true; return;
    case Framing::kLength: answer.headers.set("Content-Length", std::to_string(edit.declared_length)); return;
  }
}

void set_headers(const std::vector<HeaderText>& values, http::Headers& headers, std::uint64_t message) {
  const TextPairs lines = lines_of(values, message);
  for (const auto& [name, value] : lines) headers.remove(name);
  for (const auto& [name, value] : lines) {
    if (!value.empty()) headers.add(name, value);
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string latin1_of(std::string_view utf8) {
  std::string latin1;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      latin1 += utf8[i];
    } else if (byte >= 0xC2 && byte <= 0xC3 && i + 1 < utf8.size()) {
      latin1 += static_cast<char>((byte << 6 & 0xC0) | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
    } else if (byte >= 0xC0) {
      latin1 += '?';
    }
  }
  return latin1;
}

std::string gzip_of(std::string_view bytes) {
  std::ostringstream out;
  Poco::DeflatingOutputStream gzip(out, Poco::DeflatingStreamBuf::STREAM_GZIP);
  gzip.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  gzip.close();
  return out.str();
}

}  // namespace dialtone
