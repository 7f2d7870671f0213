#include "tests/house/style_rules.h"

#include <algorithm>
#include <regex>

namespace dialtone {
namespace {

constexpr std::size_t kMostColumns = 120;
constexpr std::size_t kMostLines = 500;

bool stands_in(const std::string& path, std::initializer_list<const char*> places) {
  return std::any_of(places.begin(), places.end(), [&](const char* place) { return path.starts_with(place); });
}

bool is_excepted(const std::string& path, const std::string& line) {
  const std::vector<StyleException>& all = style_exceptions();
  return std::any_of(all.begin(), all.end(), [&](const StyleException& exception) {
    return path == exception.path && line.find(exception.text) != std::string::npos;
  });
}

// Tested first because std::regex is slow and most lines have none of the words.
bool has_any(const std::string& line, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return line.find(word) != std::string::npos; });
}

// Returns true if a parameter list follows the name: a parenthesis outside template arguments and before any value.
bool declares_a_function(const std::string& code) {
  static const std::regex value(R"(^(\d|"|'|-\d|true\b|false\b|nullptr\b|\{))");
  int depth = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '<') ++depth;
    if (code[i] == '>') --depth;
    if (depth == 0 && code[i] == '(') return !std::regex_search(code.substr(i + 1), value);
    if (code[i] == '=' || code[i] == '{') return false;
  }
  return false;
}

// Returns true if the code, from its type on, defines a variable.
bool defines_a_variable(std::string code) {
  if (declares_a_function(code)) return false;
  for (const std::string word : {"const ", "volatile ", "struct ", "class ", "enum "}) {
    // `class Host;` and `struct Visitor {` define no variable.
    static const std::regex only_a_type(R"(^(struct|class|enum)\s+(class\s+)?[\w:]+\s*(final\s*)?([:{].*|;)?$)");
    if (code.starts_with(word) && !std::regex_search(code, only_a_type)) code.erase(0, word.size());
  }
  // Parentheses hold the variable's initialiser, which contains no type.
  static const std::regex form(
      R"(^((unsigned|signed|long|short|int|char|double)\s+)*[A-Za-z_][\w:]*(<.*>)?(\s*[*&]+\s*|\s+const\s+|\s+))"
      R"([a-z_]\w*(\[[^\]]*\])*\s*(=[^=].*|\{.*|;|=|\((\d|"|'|-\d|true\b|false\b|nullptr\b|\{).*\);)$)");
  static const std::regex no_type(
      R"(^(using|namespace|class|struct|enum|union|typedef|template|return|friend|concept)\b|)"
      R"(^(co_return|goto|delete|throw)\b)");
  return std::regex_search(code, form) && !std::regex_search(code, no_type);
}

bool is_constant(const std::string& code) {
  static const std::regex constant(
      R"(^(constexpr|consteval)\b|^const\b(?![^=({;]*\*\s*[a-z_]\w*\s*[=;{\[])|\*\s*const\b)");
  return std::regex_search(code, constant);
}

}  // namespace

std::string code_of(const std::string& line) {
  std::string code;
  char open = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (open != 0) {
      if (line[i] == '\\') {
        ++i;
      } else if (line[i] == open) {
        open = 0;
        code += line[i];
      }
      continue;
    }
    // A quote between digits separates thousands.
    const bool parts_digits = line[i] == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1])) != 0;
    if (line[i] == '"' || (line[i] == '\'' && !parts_digits)) open = line[i];
    if (line.compare(i, 2, "//") == 0) break;
    code += line[i];
  }
  return code;
}

std::string is_too_wide(const std::string&, const std::string& line) {
  return line.size() <= kMostColumns ? "" : "has " + std::to_string(line.size()) + " columns";
}

std::string is_left_for_later(const std::string&, const std::string& line) {
  if (!has_any(line, {"TO", "ME", "HA", "XX"})) return {};
  static const std::regex leftover(std::string(R"(\b(TO)") + R"(DO|FIX)" + R"(ME|HA)" + R"(CK|XX)" + R"(X)\b)");
  return std::regex_search(line, leftover) ? "is left for later" : "";
}

std::string reaches_round_the_seam(const std::string& path, const std::string& line) {
  static const auto above = {"tests/",     "tools/", "scenarios/sites/", "scenarios/engine/", "scenarios/report/",
                             "world/real/"};
  if (stands_in(path, above)) return {};
  if (!has_any(line, {"clock",
                      "time",
                      "rand",
                      "mt19937",
                      "engine",
                      "_distribution",
                      "getentropy",
                      "RAND_",
                      "thread",
                      "async",
                      "promise",
                      "mutex",
                      "condition_variable",
                      "semaphore",
                      "std::barrier",
                      "std::latch",
                      "future",
                      "_task",
                      "stop_",
                      "sleep",
                      "addrinfo",
                      "gethostby",
                      " ::",
                      "(::"})) {
    return {};
  }
  static const std::regex forbidden(
      // Clocks.
      R"(\b(system|steady|high_resolution|utc|tai|gps|file)_clock\b|\bgettimeofday\b|\bclock_gettime\b|)"
      R"(\btimespec_get\b|\bstd::(time|clock)\(|\btime\((nullptr|NULL|0)\)|\blocaltime|)"
      // Randomness.
      R"(\brandom_device\b|\bmt19937|\bminstd_rand|\bdefault_random_engine\b|_distribution\b|\bs?rand\(\d*\)|)"
      R"(\bstd::s?rand\b|\bdrand48\b|\bgetrandom\b|\bgetentropy\b|\barc4random|\bRAND_bytes\b|)"
      // Threads and processes.
      R"(\bstd::(j?thread|async|promise|(shared_)?future|packaged_task|condition_variable(_any)?|barrier|latch)\b|)"
      R"(\bstd::(shared_|recursive_|timed_|recursive_timed_|shared_timed_)?mutex\b|\bthis_thread\b|\bpthread_|)"
      R"(\bstd::(counting_|binary_)semaphore\b|\bstd::stop_(token|source|callback)\b|)"
      R"(\busleep\b|\bnanosleep\b|\bsleep_for\b|)"
      // Sockets and names.
      R"(\bgetaddrinfo\b|\bgethostby|(^|[ (])::(socket|connect|bind|accept|poll|select|fork|sleep|time|random)\()");
  return std::regex_search(code_of(line), forbidden) ? "reaches round the seam" : "";
}

std::vector<std::string> whole_lines(const SourceFile& file) {
  constexpr std::size_t kMostJoined = 4;
  static const std::regex goes_on(R"([>,<*&=(]$|^\s*(static |thread_local |inline |constinit )*[\w:]+$)");
  std::vector<std::string> all;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    std::string whole = code_of(file.lines[i]);
    const bool may_keep = !whole.empty() && (whole.front() != ' ' || has_any(whole, {"static ", "thread_local "}));
    for (std::size_t more = 1; may_keep && more < kMostJoined && i + more < file.lines.size(); ++more) {
      whole.erase(whole.find_last_not_of(" \t") + 1);
      if (whole.empty() || whole.front() == '#' || !std::regex_search(whole, goes_on)) break;
      const std::string next = code_of(file.lines[i + more]);
      const std::size_t begin = std::min(next.find_first_not_of(' '), next.size());
      whole += (whole.back() == '<' || whole.back() == '(' ? "" : " ") + next.substr(begin);
    }
    all.push_back(std::move(whole));
  }
  return all;
}

std::string keeps_state(const std::string& path, const std::string& line) {
  std::string code = code_of(line);
  code.erase(code.find_last_not_of(" \t") + 1);
  const std::size_t begin = code.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  bool outlives = begin == 0;
  code.erase(0, begin);
  for (bool more = true; more;) {
    more = false;
    for (const std::string word : {"static ", "thread_local ", "inline ", "constinit ", "extern "}) {
      if (!code.starts_with(word)) continue;
      code.erase(0, word.size());
      outlives = outlives || word == "static " || word == "thread_local ";
      more = true;
    }
  }
  if (!outlives || is_constant(code) || !defines_a_variable(code) || is_excepted(path, line)) return {};
  return "is a variable that outlives a run";
}

std::string waits_or_is_left_out(const std::string& path, const std::string& line) {
  if (!path.starts_with("tests/")) return {};
  static const std::regex waits(std::string(R"(\bsleep_)") + R"(for\b|this_thread::sleep|\b(usl|nanosl)eep\(|)" +
                                R"((^|[^\w.>:])(::)?sleep\(|\bpoll\((nullptr|NULL), 0,|\bDIS)" + R"(ABLED_|GTEST_)" +
                                R"(SKIP)");
  if (!has_any(line, {"sleep", "poll(", "DISABLED", "GTEST"}) || !std::regex_search(code_of(line), waits)) return {};
  return is_excepted(path, line) ? "" : "waits for the machine's clock, or is left out";
}

namespace {

bool has_a_fixed_port(const std::string& line) {
  static const std::regex fixed(
      // An option of our servers, in one string or in two.
      R"(--(listen|sip|tftp|ftp|http-firmware|metrics|live)["=, ]+[^" ]*:[1-9]|)"
      // A peer's configuration.
      R"(\blisten[ =][^"]*\b[1-9]\d*(;|\\n|")|"-m?p", *"[1-9]|)"
      // A socket of a host, or of the system.
      R"(\b(open_udp|listen)\((Endpoint)?[{(].*, *[1-9][\d']*[})]\)|\.listen = \{+.*, *[1-9][\d']*\}|\bhtons\([1-9]|)"
      R"(\baddress\(\), *[1-9][\d']+[})]|\bServerSocket( \w+)?[({][1-9]|)"
      R"(\bSocketAddress( \w+)?[({]("[^"]*", *)?[1-9])");
  return has_any(line, {"listen", "--", "-p\"", "-mp\"", "open_udp", "htons", "address()", "ServerSocket",
                        "SocketAddress"}) &&
         std::regex_search(line, fixed);
}

}  // namespace

std::string binds_a_fixed_port(const std::string& path, const std::string& line) {
  return has_a_fixed_port(line) && !is_excepted(path, line) ? "binds a fixed port" : "";
}

bool is_over_real_sockets(const SourceFile& file) {
  // These rules' own samples contain what the rules find.
  if (stands_in(file.path, {"tests/house/"})) return false;
  if (stands_in(file.path, {"tests/interop/", "tests/tools/", "tests/docs/", "tests/world/real/",
                            "tests/world/conformance", "tests/scenarios/middlebox/"})) {
    return true;
  }
  return file.folder() == "tests" && std::any_of(file.lines.begin(), file.lines.end(), [](const std::string& line) {
           return has_any(line,
                          {"\"world/real/", "WorldKind::kReal", "WorldKind::kProcesses", "tests/tools/command.h"});
         });
}

std::string has_many_subjects(const SourceFile& file) {
  if (file.folder() == "tests" || file.lines.size() <= kMostLines) return {};
  return "has " + std::to_string(file.lines.size()) + " lines";
}

std::string is_no_header_of_the_house(const SourceFile& file) {
  if (!file.path.ends_with(".h")) return {};
  if (file.lines.empty()) return "is empty";
  if (!file.lines.front().starts_with("// ")) return "does not open with what it is";
  const bool guarded = std::find(file.lines.begin(), file.lines.end(), "#pragma once") != file.lines.end();
  return guarded ? "" : "can be included twice";
}

const std::vector<StyleException>& style_exceptions() {
  static const char* const signals = "a signal's handler gets no argument that could say what to tell";
  static const char* const pace = "it asks again and again, after a pause, whether something came about";
  static const std::vector<StyleException> exceptions{
      {"tools/signals/signals.cpp", "SeenSignals seen;", signals},
      {"tests/subscribers/sqlite/lookup_steps_test.cpp", "sqlite3* opened = nullptr;",
       "what SQLite calls for each new connection gets no argument that could say whom to tell"},
      {"tests/same_work/counted_work.cpp", "dialtone::CountedWork counted;",
       "what the linker puts in a function's place gets no argument that could say where to count"},
      {"tests/tools/mutants_test.cpp", "int calls_seen = 0;", "a source whose mutants the test tries, in a literal"},
      {"tests/interop/peer.cpp", "::poll(nullptr, 0, kMilliseconds);", pace},
      {"tests/tools/bad_input_connections_test.cpp", "std::this_thread::sleep_until(next + seconds(1));",
       "a slow sender sends a byte each second"},
      {"tests/world/real/real_world_test.cpp", "[] { ::poll(nullptr, 0, 50); }",
       "a turn of the world that takes long is what the test is about"},
      {"tests/tools/in_real_time_test.cpp", "::poll(nullptr, 0, 300);",
       "a process is kept from its processor meanwhile"}};
  return exceptions;
}

}  // namespace dialtone
