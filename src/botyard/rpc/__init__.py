"""How a call is declared, found, admitted, bound and answered."""
