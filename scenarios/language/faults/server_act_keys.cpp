// The keys of what servers and proxies do with requests and answers.
#include <charconv>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/faults/act_slots.h"
#include "scenarios/language/faults/free_maps.h"
#include "scenarios/language/faults/header_texts.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr NumberRange kBytes{0, 1 << 30};

Result<int> parse_status_up_to(std::string_view text, int most) {
  int status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  const bool is_whole = error == std::errc() && end == text.data() + text.size() && !text.starts_with('0');
  if (is_whole && status >= 200 && status <= most) return status;
  return Failure{"must be a whole number from 200 to " + std::to_string(most) + ", not " + in_quotes(text)};
}

const Spelling<int> kStatusOfHttp{.type = "whole number",
                                  .range = "from 200 to 599",
                                  .wanted = "a whole number from 200 to 599",
                                  .pattern = "^[2-5][0-9][0-9]$",
                                  .parse = [](std::string_view text) { return parse_status_up_to(text, 599); },
                                  .write = [](const int& status) { return std::to_string(status); },
                                  .numbers = R"({ "type": "integer", "minimum": 200, "maximum": 599 })"};
const Spelling<int> kStatusOfSip{.type = "whole number",
                                 .range = "from 200 to 699",
                                 .wanted = "a whole number from 200 to 699",
                                 .pattern = "^[2-6][0-9][0-9]$",
                                 .parse = [](std::string_view text) { return parse_status_up_to(text, 699); },
                                 .write = [](const int& status) { return std::to_string(status); },
                                 .numbers = R"({ "type": "integer", "minimum": 200, "maximum": 699 })"};
const Spelling<std::string> kBodyInTurn{.type = "text, at most 4096 bytes",
                                        .wanted = "text",
                                        .pattern = "^[\\s\\S]{0,4096}$",
                                        .parse = [](std::string_view text) -> Result<std::string> {
                                          if (text.size() > kLongestText)
                                            return Failure{"has a text of over 4096 bytes"};
                                          return std::string(text);
                                        },
                                        .write = [](const std::string& text) { return text; },
                                        .is_quoted = true,
                                        .numbers = R"({ "type": ["number", "boolean"] })"};

constexpr WordTable<Framing, 2> kFramingWords{{{"chunked", Framing::kChunked}, {"no-length", Framing::kNoLength}}};
const Spelling<Framing> kFraming{
    .type = "one of `chunked`, `no-length`",
    .wanted = "chunked, no-length or { length: N }",
    .pattern = "^(chunked|no-length)$",
    .parse = [](std::string_view text) -> Result<Framing> {
      for (const Word<Framing>& word : kFramingWords) {
        if (word.text == text) return word.value;
      }
      return Failure{"must be chunked, no-length or { length: N }, not " + in_quotes(text) +
                     did_you_mean(text, texts_of(kFramingWords))};
    },
    .write = [](const Framing& framing) { return std::string(word_of(framing, kFramingWords)); }};
constexpr WordTable<bool, 2> kConnectionWords{{{"kept", true}, {"closed", false}}};

void describe_framing(Keys& keys, AnswerEdit& edit) {
  const auto is_word = [&edit] { return edit.framing != Framing::kOwn && edit.framing != Framing::kLength; };
  const auto is_length = [&edit] { return edit.framing == Framing::kLength; };
  keys.either(
      {"framing", "How the body says where it ends: in chunks, with the connection, or by a length.", "chunked"},
      where(is_word, edit.framing), kFraming, [&](Keys& inner) {
        if (inner.makes()) edit.framing = Framing::kLength;
        inner.number(Key("length", "What Content-Length says, whatever the body has.", "10").required(),
                     where(is_length, edit.declared_length), kBytes);
      });
  keys.word({"connection", "Whether it stays open after the answer, whatever the answer says.", "closed"},
            KeySlot<bool>(edit.keeps_connection), kConnectionWords);
}

void describe_sending(Keys& keys, AnswerSending& sending) {
  keys.number({"copies", "How many times the answer is sent.", "2"},
              {[&sending] { return sending.copies == 1 ? std::nullopt : std::optional<std::uint64_t>(sending.copies); },
               [&sending](std::uint64_t copies) { sending.copies = static_cast<std::uint32_t>(copies); }},
              {2, 10});
  keys.only_word({"order", "The answer is sent after the next one to the same device.", "after-next"},
                 sending.after_next, "after-next");
  keys.only_word({"from", "Over UDP, from another port than the one that was asked.", "another-port"},
                 sending.from_another_port, "another-port");
  keys.only_word({"to", "Over UDP, to the device that sent the last request before.", "another-device"},
                 sending.to_another_device, "another-device");
}

void describe_answer(Keys& keys, ScriptedAnswer& answer, TargetKind target) {
  const bool is_sip = target == TargetKind::kCallAgent;
  const auto is_one = [&answer] { return answer.statuses.empty(); };
  const Spelling<int>& status = is_sip ? kStatusOfSip : kStatusOfHttp;
  keys.either(Key("status", "Its status.", "503").required(), where(is_one, answer.status), status, [&](Keys& inner) {
    inner.list({"cycle", "One in each answer, in turn for each device.", "[503, 200]"}, answer.statuses, status, 2);
  });
  keys.value({"headers", "Its headers; a header that occurs several times has a list.", "{ Retry-After: 20 }"},
             headers_of(answer.headers, target));
  if (is_sip) return;
  keys.either({"body", "Its body.", "\"<html>Welcome</html>\""}, body_of(answer.body), [&](Keys& inner) {
    inner.list({"cycle", "One in each answer, in turn for each device.", "[one, other]"}, answer.bodies, kBodyInTurn,
               2);
  });
}

void describe_edit(Keys& keys, AnswerEdit& edit, TargetKind target) {
  if (target != TargetKind::kCallAgent) {
    keys.truth({"swap", "True: the body is the last one that was sent to another device.", "true"},
               unless_empty(edit.swaps));
    keys.value({"replace", "Replaces every occurrence of a text in the body by another.", "{ \"5060\": \"5070\" }"},
               replacements_of(edit.replacements));
    keys.text({"declared_encoding", "The encoding in the XML declaration; the bytes are not changed.", "ISO-8859-1"},
              unless_empty(edit.declared_encoding), {.most = 40});
    keys.truth({"latin1", "True: the body is sent in ISO-8859-1.", "true"}, unless_empty(edit.is_latin1));
    keys.truth({"byte_order_mark", "True: a byte order mark is put before the body.", "true"},
               unless_empty(edit.byte_order_mark));
    keys.number({"truncate_to", "The body is cut to this many bytes; Content-Length agrees.", "100"}, edit.truncated_to,
                kBytes);
    keys.number({"corrupt_at", "The index of the body's byte that is changed.", "100"}, edit.corrupted_at, kBytes);
    keys.only_word({"compress", "The body is compressed.", "gzip"}, edit.gzip, "gzip");
  }
  keys.value({"headers", "Headers that are set; an empty value removes the header.", "{ Content-Type: \"\" }"},
             headers_of(edit.headers, target));
  if (target != TargetKind::kCallAgent) describe_framing(keys, edit);
}

void describe_stall(Keys& keys, Stall& stall) {
  keys.number({"at_byte", "How many bytes of the answer are sent before the pause.", "100"}, stall.at_byte, kBytes);
  keys.duration(Key("length", "How long the pause is.", "5s").required(), stall.length, kPositiveDuration);
}

void describe_request(Keys& keys, RequestEdit& edit) {
  keys.text({"method", "Its method.", "POST"}, unless_empty(edit.method), {.most = 32});
  keys.only_word({"drop", "Its body is dropped.", "body"}, edit.strips_body, "body");
  keys.value({"replace", "Replaces every occurrence of a text in the body by another.", "{ \"5060\": \"5070\" }"},
             replacements_of(edit.replacements));
  keys.value({"headers", "Headers that are set; an empty value removes the header.", "{ User-Agent: \"\" }"},
             headers_of(edit.headers, TargetKind::kProxy));
}

}  // namespace

void describe(const ActKeys<ServerAction>& on, ServerAction& act) {
  on.under("delay",
           [&](Keys& keys, const Key& key) { keys.duration(key, unless_empty(act.delay), kPositiveDuration); });
  on.under("drop", [&](Keys& keys, const Key& key) { keys.only_word(key, act.drops, "requests"); });
  on.under("answer", [&](Keys& keys, const Key& key) {
    keys.map_if(key, act.answer, [&](Keys& inner, ScriptedAnswer& it) { describe_answer(inner, it, on.target()); });
  });
  on.under("edit", [&](Keys& keys, const Key& key) {
    keys.map_if(key, act.edit, [&](Keys& inner, AnswerEdit& it) { describe_edit(inner, it, on.target()); });
  });
  on.under("stall", [&](Keys& keys, const Key& key) { keys.map_if(key, act.stall, describe_stall); });
  on.under("close_at_byte", [&](Keys& keys, const Key& key) { keys.number(key, act.close_at_byte, kBytes); });
  on.under("close", [&](Keys& keys, const Key& key) { keys.only_word(key, act.closes, "connection"); });
  on.under("send", [&](Keys& keys, const Key& key) { keys.map_if(key, act.sending, describe_sending); });
  on.under("request", [&](Keys& keys, const Key& key) { keys.map_if(key, act.request, describe_request); });
  on.under("cache_for",
           [&](Keys& keys, const Key& key) { keys.duration(key, unless_empty(act.cache_for), kPositiveDuration); });
}

}  // namespace dialtone
