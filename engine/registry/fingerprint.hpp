// 64 bits that stand for settings or for bytes: what is not the same has, but for accidents, other
// ones. No protection against people.
#pragma once

#include <cstdint>
#include <span>

#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Of the present values of a struct.
std::uint64_t fingerprint(std::span<const Slot> slots, void* target);

/// Of bytes, eight at a time. A change within eight bytes that begin at a multiple of eight never
/// goes unnoticed, others with a probability of 2^-64.
std::uint64_t checksum(std::span<const std::uint8_t> bytes);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
