package dev.weft.spring.tests;

import dev.weft.annotations.Async;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** A handler method of MVC that names a view, which is given the model. */
@Controller
public class Views {

  @Async
  @GetMapping("/view")
  View view(Model model) {
    Handlers.pause();
    model.addAttribute("id", 7);
    return (all, request, response) -> response.getWriter().write("id is " + all.get("id"));
  }
}
