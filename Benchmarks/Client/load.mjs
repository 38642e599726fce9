// The load client. Each line of standard input is a command in JSON, and is answered by one line of JSON:
//   {"do": "connect", "host", "port", "sessions", "atOnce"}       opens sessions, atOnce of them at a time
//   {"do": "chat", "turns", "tokens", "sessions"}                 the first sessions chat, each without a pause
//   {"do": "soak", "host", "port", "seconds", "sessions", "tokens"}  sessions come, chat and go
//   {"do": "state"}                                               how many sessions were lost, and pings answered
//   {"do": "close"}
import readline from "node:readline";
import { Session } from "./session.mjs";

const sessions = [];
let lost = 0;

async function connect({ host, port, sessions: count, atOnce = 50 }) {
    const open = async () => {
        while (sessions.length < count) {
            const session = new Session();
            session.onLost = () => { lost += 1; };
            sessions.push(session);
            await session.connect({ host, port });
        }
    };
    await Promise.all(Array.from({ length: atOnce }, open));
    return { sessions: sessions.length };
}

async function chat({ turns, tokens, sessions: count = sessions.length }) {
    const active = sessions.slice(0, count);
    const framesBefore = active.reduce((sum, session) => sum + session.frames, 0);
    const cpuBefore = process.cpuUsage();
    const start = performance.now();
    const times = await Promise.all(active.map(async (session) => {
        const own = [];
        for (let turn = 0; turn < turns; turn += 1) own.push(await session.chat(tokens));
        return own;
    }));
    const wall = performance.now() - start;
    const cpu = process.cpuUsage(cpuBefore);
    return {
        times: times.flat(), tokens: active.length * turns * tokens, wall,
        frames: active.reduce((sum, session) => sum + session.frames, 0) - framesBefore,
        clientBusy: (cpu.user + cpu.system) / 1000 / wall,
    };
}

// In order, without a word, with a socket that is closed but a chat that is not, and with one that is never closed.
const endings = ["leave", "drop", "close", "vanish"];

async function soak({ host, port, seconds, sessions: count, tokens }) {
    const end = performance.now() + seconds * 1000;
    const result = { sessions: 0, turns: 0, failures: 0 };
    const person = async (number) => {
        for (let visit = number; performance.now() < end; visit += 1) {
            const session = new Session();
            try {
                await session.connect({ host, port });
                result.sessions += 1;
                for (let turn = 0; turn <= visit % 3; turn += 1) {
                    await session.chat(tokens);
                    result.turns += 1;
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
            } catch (error) {
                result.failures += 1;
                result.error = error.message;
            }
            session[endings[visit % endings.length]]();
            await new Promise((resolve) => setTimeout(resolve, 500));
        }
    };
    await Promise.all(Array.from({ length: count }, (_, number) => person(number)));
    return result;
}

const commands = {
    connect, chat, soak,
    state: () => ({ lost, pinged: sessions.filter((session) => session.pings > 0).length }),
    close: () => { sessions.splice(0).forEach((session) => session.leave()); return {}; },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    let answer;
    try {
        answer = await commands[command.do](command);
    } catch (error) {
        answer = { error: error.message };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
}
