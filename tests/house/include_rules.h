// The rules about includes (ARCHITECTURE.md), each applied to one line.
#pragma once

#include <string>

namespace dialtone {

// Returns the path that a line includes, in quotes or angle brackets, with blanks wherever the language permits them;
// empty if the line includes nothing.
std::string included_path(const std::string& line);

// Includes point down only, and a file of ours is named from the root. An intermediary includes no party.
std::string points_up(const std::string& path, const std::string& line);
// `world` includes neither of the two worlds, and these do not include each other.
std::string crosses_the_seam(const std::string& path, const std::string& line);
// Parties, protocols and intermediaries name no world.
std::string names_a_world(const std::string& path, const std::string& line);
// Each room of scenarios/, and each of scenarios/language, includes only the rooms below it.
std::string points_up_in_scenarios(const std::string& path, const std::string& line);
// A room of a party includes only the rooms of its party below it.
std::string points_up_in_a_party(const std::string& path, const std::string& line);
// Of two rooms, one of which lies in the other, one is below the other. Only the upper one includes the lower one.
std::string points_up_between_rooms(const std::string& path, const std::string& line);
// A header of a vendor or of the operating system is included only in its room.
std::string leaves_its_room(const std::string& path, const std::string& line);

}  // namespace dialtone
