import { Button } from "@/components/ui/button";

export default function Counter() {
  return (
    <div id="counter" className="flex gap-2">
      <span id="count">Count: {props.count}</span>
      <Button id="increment" onClick={() => updateElement({ ...props, count: props.count + 1 })}>Increment</Button>
      <Button id="call" onClick={() => callAction({ name: "tell", payload: { count: props.count } })}>Tell</Button>
      <Button id="remove" onClick={() => deleteElement()}>Remove</Button>
    </div>
  );
}
