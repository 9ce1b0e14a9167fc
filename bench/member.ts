/** An index server in a process of its own, for a measurement that is about something else. */
import process from 'node:process';
import {startIndexServer} from '../source/server/index-server.ts';

const server = await startIndexServer({host: '127.0.0.1', port: 0});
process.send?.({port: server.facts().port});
