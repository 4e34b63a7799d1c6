import { createTestDatabase } from '@kinkeep/testing/database'
import pg from 'pg'
import { expect, test } from 'vitest'
import { judgeSchema } from './schema.ts'

test('every breach is named, and what is right is not', async () => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  await client.query(`
    create table parents (id uuid primary key, born_at timestamp);
    create table rooms (house_id uuid, id uuid, primary key (house_id, id));
    create table child_item (
      parent_id uuid constraint no_index references parents on delete cascade,
      other_id uuid constraint no_choice references parents,
      partial_id uuid constraint partial_index references parents on delete restrict,
      rare_id uuid references parents on delete restrict,
      house_id uuid, room_id uuid,
      constraint covered foreign key (house_id, room_id) references rooms on delete cascade
    );
    create index on child_item (other_id);
    create index on child_item (partial_id) where parent_id is null;
    create index on child_item (rare_id) where rare_id is not null;
    create index on child_item (room_id, house_id, parent_id);
  `)
  await client.end()
  const clean = new Set(await judgeSchema((await createTestDatabase()).ownerUrl))

  expect((await judgeSchema(database.ownerUrl)).filter((line) => !clean.has(line))).toEqual([
    "child_item.no_index: no index begins with this foreign key's columns",
    "child_item.partial_index: no index begins with this foreign key's columns",
    'child_item.no_choice: this foreign key chooses no ON DELETE',
    'parents.born_at: an instant is timestamptz',
    'child_item: a table is a plural in snake_case',
  ])
})
