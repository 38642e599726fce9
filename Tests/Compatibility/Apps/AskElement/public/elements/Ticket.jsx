import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

export default function Ticket() {
  const [title, setTitle] = useState(props.title || "");
  const [details, setDetails] = useState("");
  const [due, setDue] = useState("");
  const [level, setLevel] = useState("Medium");
  const ready = title !== "" && details !== "";
  return (
    <div id="ticket" className="flex flex-col gap-2">
      <Input id="ticket-title" value={title} onChange={(event) => setTitle(event.target.value)} />
      <Textarea id="ticket-details" value={details} onChange={(event) => setDetails(event.target.value)} />
      <Input id="ticket-due" type="date" value={due} onChange={(event) => setDue(event.target.value)} />
      <select id="ticket-level" value={level} onChange={(event) => setLevel(event.target.value)}>
        <option>Low</option>
        <option>Medium</option>
        <option>High</option>
      </select>
      <Button id="ticket-cancel" variant="outline" onClick={() => cancelElement()}>Cancel</Button>
      <Button id="ticket-submit" disabled={!ready} onClick={() => submitElement({ title, details, due, level })}>
        Submit
      </Button>
    </div>
  );
}
