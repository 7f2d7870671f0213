// The habits of the house that a program can check (CONTRIBUTING.md), each over one line or one file.
#pragma once

#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace dialtone {

// Returns the line without the content of its literals and without its comment.
std::string code_of(const std::string& line);

std::string is_too_wide(const std::string& path, const std::string& line);
std::string is_left_for_later(const std::string& path, const std::string& line);
// Parties and protocols reach the world only through Host: no clock, randomness, thread or socket of their own.
std::string reaches_round_the_seam(const std::string& path, const std::string& line);
// Rejects a variable that outlives a run: global, static or thread-local, and not constant.
std::string keeps_state(const std::string& path, const std::string& line);
// Returns the file's lines; a type or a call that is broken over several lines is returned as one.
std::vector<std::string> whole_lines(const SourceFile& file);
// Rejects a test that sleeps or is disabled.
std::string waits_or_is_left_out(const std::string& path, const std::string& line);
// Rejects a test over real sockets that listens on a fixed port, which another program may use.
std::string binds_a_fixed_port(const std::string& path, const std::string& line);
// Returns true for a test that includes or names the real world, or runs one of our executables.
bool is_over_real_sockets(const SourceFile& file);

// Returns what is wrong with a file as a whole.
std::string has_many_subjects(const SourceFile& file);
std::string is_no_header_of_the_house(const SourceFile& file);

// A file that may do what a rule forbids.
struct StyleException {
  const char* path;
  const char* text;  // the exact text in the line
  const char* reason;
};
const std::vector<StyleException>& style_exceptions();

}  // namespace dialtone
