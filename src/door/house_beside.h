/* Following up beside what is still being written, on a connection and a thread of its own: so an import's awards are decided while its next rows come. */
#ifndef DOOR_HOUSE_BESIDE_H
#define DOOR_HOUSE_BESIDE_H

#include "door/house.h"

/* Begins to follow up whatever falls due. NULL where the store has one writer at a time, or where there is no thread or connection for it: nothing is lost, it is followed up later. */
struct house_beside *house_beside_start(struct house *house);
/* Ends it. What has failed meanwhile of what an import leaves, by a deadlock with it perhaps, is due again at once: it and whatever else is left is for the caller. */
MUST_CHECK house_beside_stop(struct house_beside *beside);

#endif
